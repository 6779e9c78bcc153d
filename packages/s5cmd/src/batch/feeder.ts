import type { PendingTransfer } from '../transfers/pending-transfer.ts';
import type { S5cmdRun } from './s5cmd-run.ts';

/**
 * Decides which waiting transfers go to which s5cmd process, and hands on what may be handed on; called when a transfer
 * came, and when a process has room or has ended.
 */
export type Feeder = () => void;

/** What a feeder works with. */
export interface Supply {
  /** Transfers in the order in which they came; those handed on are taken out. */
  readonly waiting: Set<PendingTransfer>;
  /** Started processes that have not ended, with their ends. */
  readonly runs: ReadonlyMap<S5cmdRun, Promise<void>>;
  /** Prepares a process, whose lines may be opened. */
  prepare(): S5cmdRun;
  /** Starts a prepared process, on a batch file or on what it will be fed. */
  start(run: S5cmdRun, batchFile?: string): void;
}
