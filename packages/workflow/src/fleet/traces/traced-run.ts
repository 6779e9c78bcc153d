import type { CatalogReader } from '@tapehaul/catalog';
import { FILE_TASK } from '../../flow-names.ts';

/** How long an answer of the record is valid, in milliseconds: a run that is continued has another trace. */
const VALID = 30_000;

/** The trace of a run, and how large it is. */
export interface RunTrace {
  /** The span of the run, as W3C traceparent. */
  readonly traceparent: string;
  /** Files of the run, as far as it is planned. */
  readonly files: number;
}

/** Reads the trace of a run from its record, every half minute at most. */
export class TracedRun {
  readonly #catalog: CatalogReader;
  readonly #runId: string;
  #read: Promise<RunTrace | undefined> | undefined;
  #readAt = 0;

  constructor(catalog: CatalogReader, runId: string) {
    this.#catalog = catalog;
    this.#runId = runId;
  }

  /** The trace of the run; undefined where it is not traced, or the record does not answer. */
  trace(): Promise<RunTrace | undefined> {
    const now = performance.now();
    if (this.#read === undefined || now - this.#readAt >= VALID) {
      this.#readAt = now;
      this.#read = this.#now().catch(() => undefined);
    }
    return this.#read;
  }

  async #now(): Promise<RunTrace | undefined> {
    const traceparent = (await this.#catalog.run(this.#runId))?.traceparent;
    if (traceparent === undefined || traceparent === null) return undefined;
    const counts = Object.values(await this.#catalog.counts(this.#runId, FILE_TASK));
    return { traceparent, files: counts.reduce((sum, { tasks }) => sum + tasks, 0) };
  }
}
