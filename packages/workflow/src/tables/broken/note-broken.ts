import type { SeriesParts } from '@tapehaul/archive';
import type { Coverage } from '@tapehaul/catalog';
import type { ErrorCode, ErrorRecord, TapehaulError } from '@tapehaul/errors';
import type { TableSource } from '@tapehaul/lake';
import { exitOfFailures } from '../../result/result.ts';

/** What is said of a file whose bytes are not those that were proved. */
const BROKEN: ReadonlySet<ErrorCode> = new Set([
  'not_a_zip',
  'zip_refused',
  'size_mismatch',
  'checksum_mismatch',
]);

/** Exit status when a file is not as it was proved, as of verifying. */
const INTEGRITY = 6;

/** Whether an error says that a held file is broken: reading it again would not help. */
export function isBroken({ code }: Pick<ErrorRecord, 'code'>): boolean {
  return BROKEN.has(code);
}

/** Whether an error says that a held file is gone. */
function isGone({ code, facts }: Pick<TapehaulError, 'code' | 'facts'>): boolean {
  return code === 'not_found' || facts.errno === 'ENOENT';
}

/** Records that a held file turned out to be gone or corrupt, as verifying does; other trouble says nothing of the file. */
export function noteBroken(
  catalog: Pick<Coverage, 'recordCells'>,
  series: SeriesParts,
  { partition, period }: Pick<TableSource, 'partition' | 'period'>,
  error: TapehaulError,
): void {
  if (!isGone(error) && !isBroken(error)) return;
  const state = isGone(error) ? 'gone' : 'corrupt';
  catalog.recordCells(null, { series, partition, first: period, last: period, state });
}

/** The exit status that months call for that could not be built: 6 where a file is broken, 7 for the disk, else 3; 0 for none. */
export function exitOfMonths(errors: readonly ErrorRecord[]): number {
  if (errors.length === 0) return 0;
  return errors.some(isBroken) ? INTEGRITY : exitOfFailures(errors);
}
