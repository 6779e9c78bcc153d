import { counted, grouped } from '@tapehaul/errors';
import { formatSeries, type RowFindingRecord, type RuleSummary } from '@tapehaul/workflow';
import { dayRange } from '../folded.ts';
import { table } from '../table.ts';
import { microsecondText } from './microsecond-text.ts';

/** What was found by each rule, for people: figures, what it means and what to do. */
export function rulesText(rules: readonly RuleSummary[]): string {
  return table(
    ['severity', 'rule', 'found', 'days', 'series', 'when', 'meaning'],
    rules.map(({ severity, rule, count, counts, days, series, first, last, meaning, advice }) => [
      ...[severity, rule, `${grouped(count)} ${counts}`, days, series, dayRange(first, last)],
      `${meaning} ${advice}`.trim(),
    ]),
    { optional: ['when'] },
  );
}

/** Findings, for people, a line each. */
export function findingsText(findings: readonly RowFindingRecord[]): string {
  return table(
    ['severity', 'rule', 'series', 'day', 'count', 'from', 'to', 'sample'],
    findings.map(({ severity, rule, series, day, count, first, last, sample }) => [
      ...[severity, rule, formatSeries(series), day, count],
      ...[timeOfDay(first, day), timeOfDay(last, day), sample ?? ''],
    ]),
    { optional: ['to', 'from'] },
  );
}

/** How many findings there are, in a sentence. */
export function foundText(rules: readonly RuleSummary[]): string {
  const findings = rules.reduce((sum, rule) => sum + rule.findings, 0);
  return `${counted(findings, 'finding')} by ${counted(rules.length, 'rule')}`;
}

/** The time alone where it is of that day. */
function timeOfDay(time: number | null, day: string): string {
  if (time === null) return '';
  const text = microsecondText(time);
  return text.startsWith(day) ? text.slice(day.length + 1) : text;
}
