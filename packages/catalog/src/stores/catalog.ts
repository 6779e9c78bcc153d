import type { Batches, BatchesReader } from './batches.ts';
import type { Coverage, CoverageReader } from './coverage.ts';
import type { Disputes, DisputesReader } from './disputes.ts';
import type { Findings, FindingsReader } from './findings.ts';
import type { Holdings, HoldingsReader } from './holdings.ts';
import type { Plan, PlanParts } from './plan.ts';
import type { Runs } from './runs.ts';
import type { RunsReader } from './runs-reader.ts';
import type { Tables, TablesReader } from './tables.ts';

/**
 * What is recorded of one output directory. Reading never waits for a writer and never writes; what this process has handed
 * in is seen by its own reads at once, and by others within a quarter of a second.
 */
export interface CatalogReader
  extends RunsReader,
    BatchesReader,
    HoldingsReader,
    FindingsReader,
    DisputesReader,
    CoverageReader,
    TablesReader {
  /** Gives up what reading holds, such as a connection. Nothing can be read afterwards. */
  close(): Promise<void>;
}

/**
 * The record of one output directory. Task states, logs and objects are handed in and written in groups, a quarter of a
 * second or a thousand rows apart: a killed process loses at most the last group, and checks those files again.
 *
 * What is handed in returns nothing, and waits for nothing; it is written in the order in which it came. What needs an answer
 * is a promise. Every call may throw a TapehaulError `catalog_failed`, or reject with it, also for rows that an earlier call
 * handed in; those are kept and written with the next group that can be. What can never be written, such as rows of a run
 * that is not recorded, is refused by the call or by the next {@link Catalog.settled}.
 */
export interface Catalog
  extends CatalogReader,
    Runs,
    Plan,
    PlanParts,
    Batches,
    Holdings,
    Findings,
    Disputes,
    Coverage,
    Tables {
  /** Resolves when everything that was handed in outlives this process. Rejects when it cannot be written. */
  settled(): Promise<void>;
  /** Gives up the runs of this process that have not ended, writes what was handed in, and closes. Rejects as `settled` does. */
  close(): Promise<void>;
  /** From now on another process that writes is waited for a moment only, since this one is being stopped. */
  hurry(): void;
}
