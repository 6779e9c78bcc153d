import { setImmediate } from 'node:timers/promises';
import { FLOW_NAME } from '@tapehaul/workflow';
import type { Records } from '../../records/records.ts';
import type { RunReader } from '../queue/run-reader.ts';
import type { ShownRun } from '../schema/run-schema.ts';
import type { RunViews } from '../view/run-views.ts';
import type { RunReadings } from './run-readings.ts';

/** Least time between two searches for runs of other processes, in milliseconds. */
const SEARCH_EVERY = 5_000;
/** A search may take one part in this many of the time. */
const SHARE = 50;
/** The latest runs of a record that may be in progress: one process works in an output directory at a time. */
const LATEST = 3;
/** Runs of the queue that are read before others get their turn. */
const TURN = 50;

/** What finds runs. */
export interface ActiveRunParts {
  readonly reader: Pick<RunReader, 'queued' | 'queuedRun' | 'readQueued' | 'takeEnded'>;
  readonly records: Pick<Records, 'each' | 'findRun'>;
  readonly views: Pick<RunViews, 'recorded' | 'waiting'>;
  readonly readings: Pick<RunReadings, 'read'>;
}

/** Finds the runs in progress and in the queue: those of this process each time, those of others by a search now and then. */
export class ActiveRuns {
  readonly #parts: ActiveRunParts;
  /** Runs of other processes in progress. */
  #others: readonly string[] = [];
  #searchAt = Number.NEGATIVE_INFINITY;

  constructor(parts: ActiveRunParts) {
    this.#parts = parts;
  }

  /** All of them as they are now, by their ids. */
  async read(): Promise<Map<string, ShownRun>> {
    const { reader, records, views } = this.#parts;
    await this.#search();
    const found = new Map<string, ShownRun>();
    for (const runId of this.#others) {
      if (reader.queuedRun(runId) !== undefined) continue;
      const run = await records.findRun(runId, (one) => views.recorded(one));
      if (run?.ended_at === null) found.set(runId, run);
    }
    for (const [at, queued] of reader.queued.entries()) {
      const run = await reader.readQueued(
        queued,
        (one) => views.recorded(one),
        (one) => views.waiting(one),
      );
      found.set(queued.runId, run);
      if (at % TURN === 0) await setImmediate();
    }
    return found;
  }

  /** Runs of this process that have ended since this was called last, also those that were never seen in progress. */
  async endedLately(): Promise<ShownRun[]> {
    const ended: ShownRun[] = [];
    for (const runId of this.#parts.reader.takeEnded()) {
      const reading = await this.#parts.readings.read(runId).catch(() => undefined);
      if (reading !== undefined && reading.run.end !== null) ended.push(reading.run);
    }
    return ended;
  }

  /**
   * A run that is none of them any more, as it is now, or as it was where its record has gone; undefined where it has not ended: it is
   * continued elsewhere.
   */
  async ended(last: ShownRun): Promise<ShownRun | undefined> {
    const reading = await this.#parts.readings.read(last.run_id).catch(() => null);
    if (reading === null) return { ...last, can: [], progress: null, queue_place: null, waits_for: null };
    return reading === undefined || reading.run.end === null ? undefined : reading.run;
  }

  async #search(): Promise<void> {
    const beganAt = performance.now();
    if (beganAt < this.#searchAt) return;
    const others: string[] = [];
    const each = this.#parts.records.each((record) => record.runs({ flow: FLOW_NAME, limit: LATEST }));
    for await (const { rows } of each) {
      others.push(...rows.filter(({ endedAt }) => endedAt === null).map(({ runId }) => runId));
      await setImmediate();
    }
    this.#others = others;
    const now = performance.now();
    this.#searchAt = now + Math.max(SEARCH_EVERY, SHARE * (now - beganAt));
  }
}
