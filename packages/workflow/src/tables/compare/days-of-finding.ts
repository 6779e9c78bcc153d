import { daysBetween, dayText, type SeriesParts } from '@tapehaul/archive';
import { partitionDays, partitionOf, type RowFinding } from '@tapehaul/tables';

/** Microseconds of a day. */
const DAY = 86_400_000_000;
/** Rules that say where rows are missing of a month that may be whole elsewhere. */
const OF_A_SPAN: ReadonlySet<string> = new Set(['starts_late', 'chain_break']);

/**
 * The UTC days whose daily files are worth a comparison because of a finding: where the file of a table is a month, all of its days; else,
 * and where rows are missing at one end, the days from the first to the last time of the finding.
 */
export function daysOfFinding(series: SeriesParts, finding: RowFinding): readonly string[] {
  const { rule, day, first, last } = finding;
  const partition = partitionOf(series, day);
  if (partition.period !== day && !OF_A_SPAN.has(rule)) return partitionDays(partition);
  if (first === null || last === null) return [day];
  const [from, to] = [dayText(Math.floor(first / DAY)), dayText(Math.floor(last / DAY))];
  return from <= day && day <= to ? [...daysBetween(from, to)] : [day];
}
