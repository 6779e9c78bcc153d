import { formatSeries } from '@tapehaul/archive';
import type { RowFindingRecord } from '@tapehaul/catalog';
import { SEVERITIES } from '@tapehaul/catalog/rules';
import { ROW_RULES, type RowRule, type Severity } from '@tapehaul/tables';

/** What was found by one rule, and what it means. */
export interface RuleSummary {
  readonly rule: string;
  readonly severity: Severity;
  /** How many findings there are, and on how many days of how many series; a day of two series is two days. */
  readonly findings: number;
  readonly days: number;
  readonly series: number;
  /** The sum of their counts, and what it counts, such as `rows`. */
  readonly count: number;
  readonly counts: string;
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly meaning: string;
  /** What a person should know or do. */
  readonly advice: string;
  /** Where the archive was seen to break the rule, such as `#213` of binance-public-data; null where it was not reported. */
  readonly source: string | null;
}

type Sums = Pick<RuleSummary, 'findings' | 'days' | 'series' | 'count' | 'first' | 'last'>;

/**
 * Sums findings up by severity, the worst first, and rule. They have to come series by series, and by day within each. Memory is bounded by
 * the number of rules. A rule that this version does not know has no words.
 */
export async function summarizeFindings(findings: AsyncIterable<RowFindingRecord>): Promise<RuleSummary[]> {
  const all = new Map<string, { sums: Sums; series: string; day: string }>();
  for await (const { rule, severity, series, day, count } of findings) {
    const name = `${SEVERITIES.indexOf(severity)}${rule}`;
    const own = formatSeries(series);
    const { sums, ...before } = all.get(name) ?? { sums: NOTHING, series: '', day: '' };
    const isNewSeries = before.series !== own;
    all.set(name, {
      series: own,
      day,
      sums: {
        findings: sums.findings + 1,
        days: sums.days + (isNewSeries || before.day !== day ? 1 : 0),
        series: sums.series + (isNewSeries ? 1 : 0),
        count: sums.count + count,
        first: sums.first === '' || day < sums.first ? day : sums.first,
        last: day > sums.last ? day : sums.last,
      },
    });
  }
  return [...all]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { sums }]) => {
      const rule = name.slice(1);
      const { counts, meaning, advice, source } = wordsOf(rule);
      const severity = SEVERITIES[Number(name[0])] ?? 'note';
      return { rule, severity, ...sums, counts, meaning, advice, source };
    });
}

const NOTHING: Sums = { findings: 0, days: 0, series: 0, count: 0, first: '', last: '' };

function wordsOf(name: string): Pick<RowRule, 'counts' | 'meaning' | 'advice' | 'source'> {
  const nothing = { counts: 'rows', meaning: '', advice: '', source: null };
  return ROW_RULES.find((rule) => rule.name === name) ?? nothing;
}
