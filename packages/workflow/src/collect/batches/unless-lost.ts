import { asTapehaulError } from '@tapehaul/errors';

/** Drops the error of a batch that was lost: who claimed it since does its files. Throws any other. */
export function unlessLost(thrown: unknown): void {
  if (asTapehaulError(thrown).code !== 'batch_lost') throw thrown;
}
