import { counted, grouped } from '@tapehaul/errors';
import type { DayReport, FindingSpan, RowFindingReport, WhyReport } from '@tapehaul/workflow';
import { dayRange, foldedPeriods } from '../folded.ts';

/** Findings of a day, and rules of a range, that a page lists; all are in the JSON. */
const SHOWN = 4;

/** The days of a span and the worst that was found in their rows, such as `2025-07-03 gap: missing_rows`. */
export function findingText({ first, last, severity, rule }: FindingSpan): string {
  return `${dayRange(first, last)} ${severity}: ${rule}`;
}

/** Days whose rows are wrong or missing: those of each rule. Notes are left out. */
export function findingDaysText(findings: WhyReport['finding_days']): string[] {
  const byRule = Map.groupBy(
    findings.filter(({ severity }) => severity !== 'note'),
    ({ rule }) => rule,
  );
  const texts = [...byRule].map(
    ([rule, days]) => `${rule}: ${foldedPeriods(days.map(({ day }) => day)).join(', ')}`,
  );
  const more = texts.length - SHOWN;
  return more > 0 ? [...texts.slice(0, SHOWN), `and ${counted(more, 'more rule')}; --json lists all`] : texts;
}

/** What is known of the rows of a day that is held, as lines with their names: where they come from, and what was found in them. */
export function rowLines({ files, rows: { checked, sources, findings, outages } }: DayReport): string[][] {
  const down = outages.map(({ from, to, source }) => [
    'outage',
    `the venue was down ${timeText(from)} … ${timeText(to)} (${source}); rows that are missing then never existed`,
  ]);
  if (!checked && findings.length === 0) {
    const known = files.length === 0 ? [] : [['rows', 'not checked yet: tapehaul tables build checks them']];
    return [...known, ...down];
  }
  const taken = sources.map(({ key, rule }) => (rule === null ? key : `${key} (${rule})`)).join(', ');
  const from = taken === '' ? '' : `, taken from ${taken}`;
  const found = findings.length === 0 ? 'checked, nothing was found' : counted(findings.length, 'finding');
  const more = findings.length - SHOWN;
  return [
    ['rows', `${found}${from}`],
    ...findings.slice(0, SHOWN).map((finding) => ['', rowFindingText(finding)]),
    ...(more > 0 ? [['', `and ${counted(more, 'more finding')}; --json lists all`]] : []),
    ...down,
  ];
}

function rowFindingText({
  severity,
  rule,
  meaning,
  count,
  counts,
  from,
  to,
  sample,
}: RowFindingReport): string {
  const when = from === null || to === null ? '' : `, ${timeText(from)} … ${timeText(to)}`;
  const shown = sample === null ? '' : ` Sample: ${sample}`;
  return `${severity} ${rule} (${counts}: ${grouped(count)}${when}): ${meaning}${shown}`.trimEnd();
}

/** A time to the second. */
function timeText(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
