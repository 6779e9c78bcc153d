import type { DispatcherOptions, Network } from '@tapehaul/network';
import type { Dispatcher } from 'undici';

/** The dispatcher of a network for one origin, with its type: those who use our types need none of undici's. */
export async function dispatcherOf(
  network: Network,
  origin: string,
  options: DispatcherOptions,
): Promise<Dispatcher> {
  return (await network.dispatcher(origin, options)) as Dispatcher;
}
