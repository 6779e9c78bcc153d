import { TapehaulError } from '@tapehaul/errors';
import type { Dispatcher } from 'undici';
import { BusyLoop } from './busy-loop.ts';

/** Short requests that a connection has in progress: one is answered while the next is on its way. */
export const REQUESTS_PER_CONNECTION = 2;
/** How many times fewer connections are enough for a process that is busy. */
const CONCENTRATION = 8;
/** Fewer than these are too few: one that stalls would hold up too much. */
const FEWEST = 4;

/** Makes a pool with a number of connections, and of requests in progress on each. */
export type MakePool = (connections: number, pipelining: number) => Promise<Dispatcher>;

/**
 * Connections for short requests: that many, two requests in progress on each; or, while this process is too busy to wait for
 * anything, an eighth of them, four at least, with the same number of requests.
 */
export class ShortConnections {
  readonly #many: Dispatcher;
  #few: Dispatcher | undefined;
  readonly #loop = new BusyLoop();

  private constructor(many: Dispatcher, few: Dispatcher | undefined) {
    this.#many = many;
    this.#few = few;
  }

  /** Makes the pools; connections are made when they are needed. */
  static async open(connections: number, makePool: MakePool): Promise<ShortConnections> {
    const few = Math.max(FEWEST, Math.ceil(connections / CONCENTRATION));
    return new ShortConnections(
      await makePool(connections, REQUESTS_PER_CONNECTION),
      few >= connections
        ? undefined
        : await makePool(few, Math.ceil((connections * REQUESTS_PER_CONNECTION) / few)),
    );
  }

  /** Where the next request goes. */
  choose(): Dispatcher {
    const isBusy = this.#loop.isBusy();
    return isBusy && this.#few !== undefined ? this.#few : this.#many;
  }

  /**
   * A request that was sent there got no answer. The few connections are given up for good, with all that is in progress on
   * them: they would send it together again, and lose one request after the other.
   */
  failed(dispatcher: Dispatcher): void {
    if (dispatcher !== this.#few) return;
    this.#few = undefined;
    const error = new TapehaulError('connection_failed', 'another request on its connection got no answer');
    dispatcher.destroy(error).catch(() => {});
  }

  /** Whether that, which was chosen once, was given up. */
  hasGivenUp(dispatcher: Dispatcher): boolean {
    return dispatcher !== this.#many && dispatcher !== this.#few;
  }

  async destroy(): Promise<void> {
    await Promise.all([this.#many.destroy(), this.#few?.destroy()]);
  }
}
