import { seriesParts } from '@tapehaul/archive';
import type {
  FindingDay,
  Page,
  RowFindingCount,
  RowFindingRecord,
  RowFindingsQuery,
} from '@tapehaul/catalog';
import { cursorOf, pageLimit, positionOf, SEVERITIES } from '@tapehaul/catalog/rules';
import type { DayRange } from '@tapehaul/coverage';
import type { Session, Value } from '../connection/session.ts';
import { seriesNames } from './series-names.ts';

/** Behind all days. */
const BEHIND_ALL = '~';

/** Findings `f` of record $1 that are requested: of series $2, days $3 to $4, rule $5 and severity $6, null for any. */
const REQUESTED = `f.record = $1 AND f.series = ANY ($2) AND f.day >= $3 AND f.day <= $4
  AND ($5::text IS NULL OR f.rule = $5) AND ($6::smallint IS NULL OR f.severity = $6)`;

/** Before all findings. */
const START = ['', '', 0, -1] as const;

interface FindingRow extends Omit<RowFindingRecord, 'series' | 'severity'> {
  readonly series: string;
  readonly severity: number;
  readonly partition: number;
  readonly place: number;
}

/** A page of findings. */
export async function findingsPage(
  session: Session,
  record: number,
  query: RowFindingsQuery,
): Promise<Page<RowFindingRecord>> {
  const after = query.cursor === undefined ? START : positionOf('findings', START, query.cursor);
  const limit = pageLimit(query);
  const found: FindingRow[] = [];
  for await (const names of seriesNames(session, record, 'row_findings', query, String(after[0]))) {
    const rows = await session.query<FindingRow>(
      `SELECT f.series, f.day, f.partition, f.place, f.severity, f.rule, f.source, f.first, f.last, f.count, f.sample, p.path
       FROM tapehaul.row_findings f JOIN tapehaul.partitions p ON p.id = f.partition
       WHERE ${REQUESTED} AND (f.series, f.day, f.partition, f.place) > ($7, $8, $9, $10)
       ORDER BY f.series, f.day, f.partition, f.place LIMIT $11`,
      [...selected(record, names, query), ...after, limit + 1 - found.length],
    );
    found.push(...rows);
    if (found.length > limit) break;
  }
  const shown = found.slice(0, limit);
  const last = shown.at(-1);
  const isMore = found.length > limit && last !== undefined;
  const next = isMore ? cursorOf('findings', [last.series, last.day, last.partition, last.place]) : null;
  return { rows: shown.map(findingRecord), next };
}

/** How many findings there are, by severity, the worst first, and rule. */
export async function findingCounts(
  session: Session,
  record: number,
  query: Omit<RowFindingsQuery, 'cursor' | 'limit'>,
): Promise<RowFindingCount[]> {
  const sums = new Map<string, RowFindingCount>();
  for await (const names of seriesNames(session, record, 'row_findings', query)) {
    const rows = await session.query<Omit<RowFindingCount, 'severity'> & { severity: number }>(
      `SELECT f.severity, f.rule, count(*) AS findings, sum(f.count) AS count FROM tapehaul.row_findings f
       WHERE ${REQUESTED} GROUP BY f.severity, f.rule`,
      selected(record, names, query),
    );
    for (const { rule, severity, findings, count } of rows) {
      const name = `${severity}${rule}`;
      const known = sums.get(name) ?? { findings: 0, count: 0 };
      const sum = { findings: known.findings + findings, count: known.count + count };
      sums.set(name, { rule, severity: severityOf(severity), ...sum });
    }
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** The days with findings of series, by the names of those that have any. */
export async function findingDays(
  session: Session,
  record: number,
  names: readonly string[],
  range: DayRange,
): Promise<Map<string, FindingDay[]>> {
  const rows = await session.query<{ series: string; day: string; severity: number; rule: string }>(
    `SELECT DISTINCT ON (f.series, f.day) f.series, f.day, f.severity, f.rule FROM tapehaul.row_findings f
     WHERE ${REQUESTED} ORDER BY f.series, f.day, f.severity, f.rule`,
    selected(record, names, range),
  );
  const days = new Map<string, FindingDay[]>();
  for (const { series, day, severity, rule } of rows) {
    const its = days.get(series) ?? [];
    days.set(series, its);
    its.push({ day, severity: severityOf(severity), rule });
  }
  return days;
}

function selected(
  record: number,
  names: readonly string[],
  { rule, severity, from = '', to = BEHIND_ALL }: RowFindingsQuery,
): Value[] {
  return [
    record,
    names,
    from,
    to,
    rule ?? null,
    severity === undefined ? null : SEVERITIES.indexOf(severity),
  ];
}

function findingRecord({ partition: _, place: __, series, severity, ...row }: FindingRow): RowFindingRecord {
  return { ...row, series: seriesParts(series), severity: severityOf(severity) };
}

/** A severity by its place in {@link SEVERITIES}. */
function severityOf(rank: number): RowFindingRecord['severity'] {
  return SEVERITIES[rank] ?? 'note';
}
