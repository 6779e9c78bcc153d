import { reasonOf } from '@tapehaul/coverage';
import { counted, grouped, visible } from '@tapehaul/errors';
import {
  type CoverageRow,
  type CoverageSpan,
  type CoveredSeries,
  coveredSeries,
  utcDay,
} from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { type DirectoryOptions, readRecord } from '../../options/output-directory.ts';
import { outColors as pc } from '../../show/colors.ts';
import { heatMap, LEGEND } from '../../show/coverage/heat-map.ts';
import { noSeriesText } from '../../show/coverage/no-series.ts';
import { findingText } from '../../show/coverage/row-findings.ts';
import { fitted } from '../../show/fitted.ts';
import { dayRange } from '../../show/folded.ts';
import { print, printJson } from '../../show/print.ts';
import { table } from '../../show/table.ts';

/** Options of `tapehaul coverage`. */
export interface CoverageOptions extends DirectoryOptions {
  /** Beginning of the names of series, such as `spot/klines/BTCUSDT`, or a symbol. */
  readonly series?: string;
  /** Only series whose newest day is older than the archive's calendar allows. */
  readonly stale?: boolean;
  /** Days of each series as a map of months. */
  readonly map?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Lists what is expected, held and missing of each series, and why; gives the exit status. */
export async function coverage(options: CoverageOptions): Promise<number> {
  const { series = '', stale = false, map = false, csv = false, json = false, ...place } = options;
  return readRecord(place, async (record) => {
    const found: CoveredSeries[] = [];
    if (csv) print(CSV.join(','));
    for await (const covered of coveredSeries(record, series, utcDay())) {
      if (stale && !covered.row.stale) continue;
      if (json) printJson({ kind: 'coverage', ...covered.row });
      else if (csv) print(csvLine(covered.row));
      else found.push(covered);
    }
    if (json || csv) return 0;
    if (found.length === 0) {
      print(await noSeriesText(record, series));
      return 0;
    }
    printTable(found.map(({ row }) => row));
    if (map) {
      for (const { row, cells } of found) if (cells !== undefined) print(`\n${heatMap(row.series, cells)}`);
      print(`\n${fitted(LEGEND)}`);
    }
    return 0;
  });
}

const CSV = [
  'series',
  'objects',
  'proved',
  'bytes',
  'first',
  'last',
  'expected',
  'held',
  'missing',
  'ours',
  'archive',
  'not_yet',
  'stale',
  'reasons',
  'deep',
  'findings',
] as const;

function csvLine(row: CoverageRow): string {
  const { objects, proved, bytes, first, last, expected, held, missing, ours, archive, not_yet } = row;
  const figures = [
    objects,
    proved,
    bytes,
    first ?? '',
    last ?? '',
    expected,
    held,
    missing,
    ours,
    archive,
    not_yet,
  ];
  const reasons = spansOf(row).map(
    ({ first: from, last: to, verdict, reason }) => `${dayRange(from, to)} ${verdict}: ${reason}`,
  );
  const reason = csvText(reasons.join('; '), true);
  const findings = csvText(row.findings.map(findingText).join('; '), true);
  return [csvText(row.series), ...figures, row.stale, reason, row.deep, findings].join(',');
}

/** A text as a field, in quotation marks where it needs them. */
function csvText(text: string, isQuoted: boolean = /[",\r\n]/.test(text)): string {
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}

/** How many files there are, and how many of them are proved, and proved deep, where that is not all. */
function filesOf({ objects, proved, deep }: CoverageRow): string {
  const parts = [
    ...(objects === proved ? [] : [`${proved} proved`]),
    ...(objects === deep ? [] : [`${deep} deep`]),
  ];
  return [objects, ...parts].join(', ');
}

function printTable(rows: readonly CoverageRow[]): void {
  const body = rows.map((row) => {
    const { series, bytes, first, last, expected, held, missing, ours, archive, not_yet } = row;
    const days = [expected, held, missing, ours, archive, not_yet];
    return [
      row.stale ? `${series} (stale)` : series,
      filesOf(row),
      prettyBytes(bytes),
      first ?? '-',
      last ?? '-',
      ...days,
      whyOf(row),
    ];
  });
  const head = [
    'series',
    'files',
    'size',
    'first',
    'last',
    'expected',
    'held',
    'missing',
    'ours',
    "archive's",
    'not yet',
    'why',
  ];
  // Where nothing is to be explained, the last column would only make the table wider than a terminal.
  if (body.every((row) => row.at(-1) === '')) {
    head.pop();
    for (const row of body) row.pop();
  }
  print(table(head, body, { optional: ['size', 'files', 'ours', "archive's", 'not yet'] }));
  const twice = rows.reduce((sum, { held_twice }) => sum + held_twice, 0);
  if (twice > 0)
    print(
      pc.dim(
        `${counted(twice, 'day is', 'days are')} held twice, in a daily and a monthly file: tapehaul prune --kind superseded lists what is not needed.`,
      ),
    );
  const warnings = new Set(rows.map(({ plan_warning }) => plan_warning).filter((it) => it !== null));
  for (const warning of [...warnings].slice(0, SHOWN))
    print(fitted(pc.dim(`The last plan went by the matrix: ${visible(warning)}`)));
}

/** Spans that are shown of a series; all are in the other forms. */
const SHOWN = 8;

/** Why days are not held: the spans of each reason; then held days whose rows are wrong or missing. */
function whyOf(row: CoverageRow): string {
  const spans = spansOf(row);
  const byReason = Map.groupBy(spans.slice(0, SHOWN), briefReason);
  const parts = [...byReason].map(([reason, its]) => `${its.map(rangeOf).join(', ')}: ${reason}`);
  if (spans.length > SHOWN) parts.push(`and ${grouped(spans.length - SHOWN)} more (--json lists all)`);
  // Notes need no attention; --json and --csv have them, too.
  const rows = row.findings.filter(({ severity }) => severity !== 'note');
  if (rows.length > 0) parts.push(`rows: ${rows.slice(0, SHOWN).map(findingText).join(', ')}`);
  if (rows.length > SHOWN) parts.push(`and ${grouped(rows.length - SHOWN)} more of rows (--json lists all)`);
  return parts.join('; ');
}

/** Why days are not held, without the name of the file and its digests, so that days with the same reason are grouped. */
function briefReason({ verdict, reason }: CoverageSpan): string {
  if (verdict === 'disputed') return reasonOf('disputed');
  return reason.replace(/^\S+\.zip(?:\.CHECKSUM)?: /, '');
}

function rangeOf({ first, last, days }: CoverageSpan): string {
  return days === 1 ? first : `${dayRange(first, last)} (${counted(days, 'day')})`;
}

function spansOf({ holes, not_expected }: CoverageRow): CoverageSpan[] {
  return [...holes, ...not_expected].toSorted((a, b) => (a.first < b.first ? -1 : 1));
}
