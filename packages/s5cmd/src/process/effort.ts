import { TapehaulError } from '@tapehaul/errors';
import type { Reads } from './process.ts';

/** Bytes that a read brings at the least where an object comes. */
const BYTES_OF_A_READ = 512;
/** Reads that a transfer may take beyond those that bring it: connecting, heads, errors, another try. */
const READS_OF_A_TRANSFER = 200;
/** Fruitless reads after which a process counts as looping; it makes that many within two seconds. */
const MOST_FRUITLESS = 5_000;
/** Bytes that a process may read while no file grows and no transfer ends: more than the longest head that Go reads. */
const MOST_FRUITLESS_BYTES = 16 * 2 ** 20;
/**
 * How long a line of such a process may wait for its first byte, in milliseconds: which of several is the one is unknown,
 * and others may just wait for a slow server.
 */
const LONGEST_WAIT = 10_000;

/**
 * How many reads of a process were fruitless: beyond what the bytes that it got and the transfers that it ended account for. It
 * falls while others bring bytes, which is no harm: then the usual time-outs decide.
 */
export function fruitlessReads({ calls, bytes }: Reads, answered: number): number {
  return calls - bytes / BYTES_OF_A_READ - READS_OF_A_TRANSFER * answered;
}

/** Whether a line is in a loop, or waits beside one, that has brought nothing for that long while that many reads were fruitless. */
export function isInLoop(waitedMs: number, fruitless: number): boolean {
  return fruitless > MOST_FRUITLESS && waitedMs >= LONGEST_WAIT;
}

/**
 * Whether a process reads without end for nothing: in that time no file of it grew and no transfer ended, yet it read that
 * many bytes. Long heads of empty answers are as good as many of them.
 */
export function isReadingForNothing(idleMs: number, bytes: number): boolean {
  return idleMs >= LONGEST_WAIT && bytes > MOST_FRUITLESS_BYTES;
}

/**
 * The error of a line that s5cmd requests again and again: it does so without end, some two thousand times a second, where the
 * answer is empty and has no length.
 */
export function endlessRequests(key: string): TapehaulError {
  return new TapehaulError('stalled', `${key}: s5cmd requested it again and again, and no byte came`, {
    facts: { key },
    hint: 'The source sends an empty answer without a length. Set engine to s3 to see what it says.',
  });
}
