import { TapehaulError } from '@tapehaul/errors';
import type { Death } from './process.ts';

/** How a process ended: by itself, or stopped by this engine. */
export type ProcessEnd = Death | { readonly kind: 'cancelled' | 'stalled'; readonly reason: string };

const NO_FILES_LEFT = /too many open files/;

/** The error of a line that a process left without an answer. `remarks` is what s5cmd said of no line. */
export function unanswered(key: string, ending: ProcessEnd, remarks: readonly string[]): TapehaulError {
  const facts = { key, ending: ending.kind, said: remarks.slice(-3) };
  const words = remarks.length === 0 ? '' : `; it said: ${remarks.at(-1)}`;
  switch (ending.kind) {
    case 'cancelled':
      return new TapehaulError('cancelled', `${key}: ${ending.reason}`, { facts });
    case 'stalled':
      return new TapehaulError('stalled', `${key}: ${ending.reason}`, {
        facts,
        hint: 'Raise timeout_seconds if the network is that slow.',
      });
    case 'unavailable':
      return notStartable(ending.reason);
    default: {
      const noFiles = remarks.some((remark) => NO_FILES_LEFT.test(remark));
      const code = noFiles || ending.kind === 'crashed' ? 'engine_crashed' : 'no_result';
      return new TapehaulError(code, `${key}: s5cmd ended with ${ending.reason} and no result${words}`, {
        facts,
        hint: noFiles
          ? 'Raise the limit of open files (ulimit -n), or lower max_parallel_downloads.'
          : undefined,
      });
    }
  }
}

/** The error of a line that a process worked on when it was ended for its memory, in bytes. */
export function outOfMemory(key: string, memory: number, most: number): TapehaulError {
  return new TapehaulError('engine_crashed', `${key}: s5cmd took ${memory} bytes of memory and was ended`, {
    facts: { key, memory, most },
    hint: 'Most likely the source sends an error document without an end. Set engine to s3 to see what it says.',
  });
}

/** The error of a program that cannot be started. */
export function notStartable(reason: string): TapehaulError {
  return new TapehaulError('engine_unavailable', `s5cmd cannot be started: ${reason}`, {
    facts: { reason },
    hint: 'Check S5CMD_PATH, or set enable_s5cmd to false to use plain S3.',
  });
}
