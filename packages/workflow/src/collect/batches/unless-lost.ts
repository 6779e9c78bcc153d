import { asTapehaulError } from '@tapehaul/errors';

/** Whether an error says that a batch was lost. */
export function isLost(thrown: unknown): boolean {
  return asTapehaulError(thrown).code === 'batch_lost';
}

/** Drops the error of a batch that was lost: who claimed it since does its files. Throws any other. */
export function unlessLost(thrown: unknown): void {
  if (!isLost(thrown)) throw thrown;
}
