import { HttpRefusal } from '../../access/http-refusal.ts';
import type { Job } from '../../store/job.ts';

/** Runs that may wait: in all, and in one output directory. Each is kept in memory and in the store. */
const MOST_WAITING = 1_000;
const MOST_OF_ONE = 100;
/** Characters of the configurations and selections of all that wait. */
const MOST_CHARACTERS = 32 * 2 ** 20;

const sizes = new WeakMap<Job, number>();

/** Throws a HttpRefusal, 503, when the queue has no room for a job. */
export function requireRoom(waiting: readonly Job[], job: Job): void {
  const ofOne = waiting.filter(({ directory }) => directory === job.directory).length;
  const characters = waiting.reduce((sum, one) => sum + sizeOf(one), sizeOf(job));
  if (waiting.length < MOST_WAITING && ofOne < MOST_OF_ONE && characters <= MOST_CHARACTERS) return;
  const which =
    ofOne < MOST_OF_ONE ? `${waiting.length} runs wait` : `${ofOne} runs of this output directory wait`;
  throw new HttpRefusal(
    503,
    'queue_full',
    `${which}: the queue takes no more`,
    'Wait until some have ended, or cancel them.',
  );
}

function sizeOf(job: Job): number {
  const known = sizes.get(job);
  if (known !== undefined) return known;
  const size = JSON.stringify([job.config, job.only]).length;
  sizes.set(job, size);
  return size;
}
