import { setImmediate } from 'node:timers/promises';
import type { SeenRun } from './seen-run.ts';

/** Runs by id. */
type Runs = ReadonlyMap<string, SeenRun>;

/** Reads runs that are requested in the same turn together: a list of runs takes as many transactions as one of them. */
export class RequestedRuns {
  readonly #read: (runIds: readonly string[]) => Promise<Runs>;
  #next: { readonly runIds: Set<string>; readonly runs: Promise<Runs> } | undefined;

  constructor(read: (runIds: readonly string[]) => Promise<Runs>) {
    this.#read = read;
  }

  /** A run as it is after this call; undefined when there is none of that id. Rejects as reading does. */
  async find(runId: string): Promise<SeenRun | undefined> {
    this.#next ??= this.#begin();
    this.#next.runIds.add(runId);
    return (await this.#next.runs).get(runId);
  }

  #begin(): { readonly runIds: Set<string>; readonly runs: Promise<Runs> } {
    const runIds = new Set<string>();
    const read = async (): Promise<Runs> => {
      await setImmediate();
      this.#next = undefined;
      return this.#read([...runIds]);
    };
    return { runIds, runs: read() };
  }
}
