import { formatSeries, type RowFindingRecord, type RuleSummary } from '@tapehaul/workflow';
import { microsecondText } from './microsecond-text.ts';

/** The first line of a list of rules, and of a list of findings. */
export const RULES_HEADER =
  'severity,rule,findings,count,counts,days,series,first_day,last_day,meaning,advice,source';
export const FINDINGS_HEADER = 'severity,rule,series,day,first,last,count,source,sample,partition';

/** What was found by a rule, as a line of CSV. */
export function ruleLine(summary: RuleSummary): string {
  const { severity, rule, findings, count, counts, days, series, first, last } = summary;
  const figures = [severity, rule, findings, count, counts, days, series, first, last];
  return csvLine([...figures, summary.meaning, summary.advice, summary.source ?? '']);
}

/** A finding as a line of CSV: times in ISO 8601 with microseconds, UTC; nothing where there is no value. */
export function findingLine(finding: RowFindingRecord): string {
  const { severity, rule, series, day, first, last, count, source, sample, path } = finding;
  const times = [first, last].map((time) => (time === null ? '' : microsecondText(time)));
  return csvLine([
    ...[severity, rule, formatSeries(series), day, ...times],
    ...[count, source ?? '', sample ?? '', path],
  ]);
}

/**
 * Cells as a line of CSV. A text that a spreadsheet would take for a formula (it begins with =, +, -, @, a tab or a line break) gets a quote
 * mark before it: what stands in a file of the archive must not be run.
 */
export function csvLine(cells: readonly (string | number)[]): string {
  return cells.map((cell) => (typeof cell === 'number' ? String(cell) : csvText(cell))).join(',');
}

function csvText(text: string): string {
  const safe = /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return safe !== text || /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
