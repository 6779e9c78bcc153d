import type { PrefectArtifact, PrefectLog, StateEvent } from '../api/bodies.ts';
import type { PrefectState } from '../api/prefect-state.ts';
import { BoundedQueue } from './bounded-queue.ts';

/** How much is kept in memory while the server does not answer; some 10 MB at most. */
const MOST_STATES = 1_000;
const MOST_EVENTS = 4_000;
const MOST_LOGS = 4_000;

/** What is to be reported, in order, and how much of it could not be kept. */
export class Outbox {
  /** States of the run after its first. */
  readonly runStates: BoundedQueue<PrefectState> = new BoundedQueue(MOST_STATES);
  /** States of task runs. */
  readonly events: BoundedQueue<StateEvent> = new BoundedQueue(MOST_EVENTS);
  readonly logs: BoundedQueue<PrefectLog> = new BoundedQueue(MOST_LOGS);
  readonly artifacts: BoundedQueue<PrefectArtifact> = new BoundedQueue(MOST_STATES);

  get isEmpty(): boolean {
    return this.#all().every(({ size }) => size === 0);
  }

  /** Counts everything that is left as not reported. */
  clear(): void {
    for (const queue of this.#all()) queue.clear();
  }

  #all(): readonly Pick<BoundedQueue<unknown>, 'size' | 'clear'>[] {
    return [this.runStates, this.events, this.logs, this.artifacts];
  }
}
