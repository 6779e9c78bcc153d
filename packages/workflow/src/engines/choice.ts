import { sidecarKey } from '@tapehaul/archive';
import { type CollectionConfig, whyUnwanted } from '@tapehaul/config';
import type { Transfer } from '@tapehaul/downloader';
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
 * Gives how many requests a file of that size and its sidecar take, as far as a configuration says which engines fetch them:
 * before what engines need on this machine was found.
 */
export function requestsFor(config: CollectionConfig): (bytes: number) => number {
  const { engine, download_checksum } = config;
  const likely = OTHERS.filter((provider) => whyUnwanted(provider, config) === undefined);
  const choice = choiceOf(engine, likely);
  const sidecar = download_checksum ? choice({ key: sidecarKey(FILE.key) }).requestsPerObject : 0;
  // A plan has millions of files: all that their size does not decide is decided once.
  const takers = likely.filter((provider) => provider.takes(FILE));
  if (engine !== 'auto') {
    const requests = (takers[0] ?? BASE).requestsPerObject + sidecar;
    return () => requests;
  }
  return (size) => {
    for (const provider of takers) {
      if (provider.prefers({ size })) return provider.requestsPerObject + sidecar;
    }
    return BASE.requestsPerObject + sidecar;
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
