import { sidecarKey } from '@tapehaul/archive';
import { type CollectionConfig, whyUnwanted } from '@tapehaul/config';
import type { Transfer } from '@tapehaul/downloader';
import type { Fetch } from '@tapehaul/planner';
import { BASE, OTHERS, type Provider } from './providers.ts';

/** Gives the engine that tries a transfer first. */
export type Choice = (transfer: Pick<Transfer, 'key' | 'size' | 'likelySize'>) => Provider;

/**
 * The choice between engines, each with the last of the list to fall back on: with `auto` the first one that prefers the
 * transfer, else the one that is chosen by name for all that it takes.
 */
export function choiceOf(engine: CollectionConfig['engine'], atHand: readonly Provider[]): Choice {
  const fits = engine === 'auto' ? prefers : takes;
  return (transfer) => atHand.find((provider) => fits(provider, transfer)) ?? BASE;
}

/**
 * Gives the engine that tries a file of that size first, and the requests of the file and its sidecar, as far as a configuration
 * says: before what engines need on this machine was found.
 */
export function fetchFor(config: CollectionConfig): (bytes: number) => Fetch {
  const { engine, download_checksum } = config;
  const likely = OTHERS.filter((provider) => whyUnwanted(provider, config) === undefined);
  const choice = choiceOf(engine, likely);
  const sidecar = download_checksum ? choice({ key: sidecarKey(FILE.key) }).requestsPerObject : 0;
  const fetchBy = ({ name, requestsPerObject }: Provider): Fetch => {
    return { engine: name, requests: requestsPerObject + sidecar };
  };
  // A plan has millions of files: all that their size does not decide is decided once.
  const base = fetchBy(BASE);
  const takers = likely.flatMap((provider) => {
    return provider.takes(FILE) ? [{ provider, fetch: fetchBy(provider) }] : [];
  });
  if (engine !== 'auto') {
    const named = takers[0]?.fetch ?? base;
    return () => named;
  }
  return (size) => {
    for (const { provider, fetch } of takers) {
      if (provider.prefers({ size })) return fetch;
    }
    return base;
  };
}

/** Any file of the archive that is no sidecar. */
const FILE = { key: 'file.zip' } as const;

function takes(provider: Provider, transfer: Parameters<Choice>[0]): boolean {
  return provider.takes(transfer);
}

function prefers(provider: Provider, transfer: Parameters<Choice>[0]): boolean {
  return provider.takes(transfer) && provider.prefers(transfer);
}
