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

/** The choice as far as a configuration says it: before what engines need on this machine was found. */
export function likelyChoice(config: CollectionConfig): Choice {
  return choiceOf(
    config.engine,
    OTHERS.filter((provider) => whyUnwanted(provider, config) === undefined),
  );
}

function takes(provider: Provider, transfer: Parameters<Choice>[0]): boolean {
  return provider.takes(transfer);
}

function prefers(provider: Provider, transfer: Parameters<Choice>[0]): boolean {
  return provider.takes(transfer) && provider.prefers(transfer);
}
