import {
  type ArchiveObject,
  dayNumber,
  firstDayOf,
  formatSeries,
  lastDayOf,
  parseKey,
} from '@tapehaul/archive';
import type { CoverageReader, SeriesCells } from '@tapehaul/catalog';
import { faultOf, isExpected, isHeld } from '@tapehaul/coverage';
import type { RunFindings } from '../events/findings.ts';

/**
 * How many files and spans of days of a run that has ended could exist, and are not held. A file that the source does not have
 * counts while days of it are missing: those of an absent month may have come as days, and an absent day may be held by its month.
 */
export async function missingAtEnd(
  coverage: Pick<CoverageReader, 'cellsOf'>,
  {
    verdicts,
    absent,
    failures,
    disputes,
  }: Pick<RunFindings, 'verdicts' | 'absent' | 'failures' | 'disputes'>,
): Promise<number> {
  let missing = failures.length + disputes.length;
  for (const { verdict } of verdicts) if (verdict === 'gap') missing += 1;
  for (const files of Map.groupBy(objectsOf(absent), formatSeries).values()) {
    const [series] = files;
    const cells = series === undefined ? undefined : await coverage.cellsOf(series);
    missing += files.filter((file) => cells === undefined || lacksDays(file, cells)).length;
  }
  return missing;
}

function objectsOf(keys: readonly string[]): ArchiveObject[] {
  return keys.flatMap((key) => parseKey(key) ?? []);
}

/** Whether a day of a file is expected and not held, other than for want of time. */
function lacksDays({ partition, period }: ArchiveObject, { first, codes }: SeriesCells): boolean {
  const [begin, end] = partition === 'daily' ? [period, period] : [firstDayOf(period), lastDayOf(period)];
  const start = dayNumber(first);
  const days = codes.subarray(Math.max(0, dayNumber(begin) - start), Math.max(0, dayNumber(end) - start + 1));
  return days.some((code) => isExpected(code) && !isHeld(code) && faultOf(code) !== 'time');
}
