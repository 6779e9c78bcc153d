import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';

const FULL =
  /no space left on device|disk quota exceeded|not enough space on the disk|max_temp_directory_size/i;
const OUT_OF_MEMORY = /^out of memory error/i;
const FILE = /^io error|permission denied/i;

/**
 * What a table that was not written says of itself: what the signal says once it has aborted; else a TapehaulError `disk_full`,
 * `file_failed` or `table_failed`, by the words of DuckDB, which has no codes.
 */
export function duckdbError(thrown: unknown, path: string, signal: AbortSignal): TapehaulError {
  if (signal.aborted) return stoppedBy(signal);
  if (thrown instanceof TapehaulError) return thrown;
  if (!(thrown instanceof Error)) return asTapehaulError(thrown);
  const options = { cause: thrown, facts: { path } };
  const message = `could not write ${path}: ${thrown.message}`;
  if (FULL.test(thrown.message)) {
    const hint = 'Free space on the disk of the output directory, then run the same command again.';
    return new TapehaulError('disk_full', message, { ...options, hint });
  }
  if (OUT_OF_MEMORY.test(thrown.message)) {
    const hint = 'Give the table writer more memory, or build fewer tables at once.';
    return new TapehaulError('table_failed', message, { ...options, hint });
  }
  if (FILE.test(thrown.message)) {
    const hint = 'Check the folder and its permissions, then run the same command again.';
    return new TapehaulError('file_failed', message, { ...options, hint });
  }
  return new TapehaulError('table_failed', message, options);
}
