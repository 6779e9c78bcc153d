import { setImmediate } from 'node:timers/promises';
import { counted, TapehaulError } from '@tapehaul/errors';
import type { Task, TaskContext } from '@tapehaul/orchestrator';
import { DISK_BLOCK, diskBytes, plannedBytes } from '@tapehaul/planner';
import prettyBytes from 'pretty-bytes';
import { freeBytes } from '../../disk-space.ts';
import { objectOfTask } from '../../file/recorded-object.ts';
import { FILE_TASK } from '../../flow-names.ts';
import type { CollectionRun } from './collection-run.ts';
import { step } from './step.ts';

/** Bytes that the record takes for each file of a plan, roughly. */
const RECORD_BYTES = 1_024;

/** What is left of a plan, and where it is to go. */
type LeftPlan = Pick<CollectionRun, 'config' | 'root' | 'catalog' | 'runId'>;

/** Checks before the first byte moves that what is left of a plan fits, as {@link requireFreeSpace} does. */
export const checkFreeSpace: Task<CollectionRun, void> = step(
  'check-free-space',
  {},
  async (run: CollectionRun, { log }) => requireFreeSpace(run, log),
);

/**
 * Compares what is left of a plan with the free space. Rejects with a TapehaulError `disk_full` when it does not fit, unless
 * `check_free_space` is false.
 */
export async function requireFreeSpace(
  { config, root, catalog, runId }: LeftPlan,
  log: TaskContext['log'],
): Promise<void> {
  if (!config.check_free_space || config.storage.type !== 'local') return;
  const free = await freeBytes(root);
  if (free === null) return;
  let isListed = true;
  let needed = 0;
  let files = 0;
  const sidecar = diskBytes(0, config.download_checksum);
  for await (const page of catalog.remainingFolders(runId, FILE_TASK, DISK_BLOCK)) {
    for (const { example, tasks, sized, blocks } of page) {
      const estimated = tasks - sized;
      if (estimated > 0) isListed = false;
      const size = plannedBytes(objectOfTask(example), undefined);
      needed += blocks * DISK_BLOCK + sized * sidecar + estimated * diskBytes(size, config.download_checksum);
      needed += tasks * RECORD_BYTES;
      files += tasks;
    }
    // A page may be at hand at once: others get their turn.
    await setImmediate();
  }
  if (needed > free) throw tooLittle({ root, needed, free, files, isListed });
  log('debug', `${counted(files, 'file')} left, about ${needed} bytes; ${free} are free`);
}

/** What is known of a disk that is too small. */
export interface Shortage {
  readonly root: string;
  readonly needed: number;
  readonly free: number;
  readonly files: number;
  /** Whether all sizes are those of a listing, and no estimates. */
  readonly isListed: boolean;
}

/** The error of a plan that does not fit. */
function tooLittle({ root, needed, free, files, isListed }: Shortage): TapehaulError {
  const about = isListed ? '' : 'about ';
  const message = `${counted(files, 'file')} need${files === 1 ? 's' : ''} ${about}${prettyBytes(needed)}, but ${prettyBytes(free)} are free in ${root}`;
  const exact = isListed
    ? ''
    : ' The sizes are estimates; planning=auto knows them where the source can be listed.';
  return new TapehaulError('disk_full', message, {
    facts: { needed_bytes: needed, free_bytes: free, files, root },
    hint: `Free some space, request less, or use another output directory.${exact} To collect anyway: --set check_free_space=false.`,
  });
}
