import type { PlannedTask } from '@tapehaul/catalog';
import { BATCH_TASKS } from '@tapehaul/catalog/rules';

/** Planned tasks in a row that are claimed together. */
export interface NewBatch {
  readonly number: number;
  readonly name: string;
  /** Numbers of its first task and its last. */
  readonly first: number;
  last: number;
  /** Its tasks that have no outcome. */
  open: number;
  /** The sizes of its files together; infinite where one is unknown. */
  bytes: number;
}

/** Most files of a batch of small ones, and how large they are together at most, in bytes: a worker has them as soon as a thousand others. */
const [SMALL_FILES, SMALL_BYTES] = [5_000, 64e6];
/** Tasks of a plan whose batches are no larger than others, so that a short plan keeps many workers busy. */
const FIRST_TASKS = 100_000;

/**
 * Whether a planned task is of the same batch as those before it: of a thousand, or behind the first hundred thousand tasks of a plan of more
 * small files, each batch of which costs the database as much as a large one. `most` tasks where that is given.
 */
export function joinsBatch(
  batch: NewBatch,
  { name, bytes = Number.POSITIVE_INFINITY }: PlannedTask,
  most?: number,
): boolean {
  if (batch.name !== name) return false;
  const tasks = batch.last - batch.first + 1;
  if (tasks < (most ?? BATCH_TASKS)) return true;
  const isLarger = most === undefined && batch.first > FIRST_TASKS;
  return isLarger && tasks < SMALL_FILES && batch.bytes + bytes <= SMALL_BYTES;
}
