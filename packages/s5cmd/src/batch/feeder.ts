import type { Job } from './job.ts';
import type { Run } from './run.ts';

/**
 * Decides which waiting transfers go to which s5cmd process, and hands on what may be handed on; called when a transfer
 * came, and when a process has room or has ended.
 */
export type Feeder = () => void;

/** What a feeder works with. */
export interface Supply {
  /** Transfers in the order in which they came; those handed on are taken out. */
  readonly waiting: Set<Job>;
  /** Started processes that have not ended, with their ends. */
  readonly runs: ReadonlyMap<Run, Promise<void>>;
  /** Prepares a process, whose lines may be opened. */
  prepare(): Run;
  /** Starts a prepared process, on a batch file or on what it will be fed. */
  start(run: Run, batchFile?: string): void;
}
