import { dayNumber, type Series } from '@tapehaul/archive';
import {
  chooseDay,
  type DayChoice,
  type DayComparison,
  type Repair,
  type RowFinding,
  rowRule,
} from '@tapehaul/tables';
import { compareDays, type RowsComparison } from '../../rows/compare-days.ts';
import type { TableRows } from '../../rows/table-rows.ts';
import { uniteRows } from '../../rows/unite-rows.ts';
import { countHoles } from './count-holes.ts';
import type { DayContent, DayPart } from './day-content.ts';

/** The rows that one proved file has of a day. */
export interface DayOfSource {
  readonly key: string;
  readonly rows: TableRows;
}

/** What each file has of a day; null where there is no such proved file. */
export interface DaySources {
  readonly day: string;
  readonly monthly: DayOfSource | null;
  readonly daily: DayOfSource | null;
  /** Whether other days of the month have a daily file. */
  readonly otherDailies: boolean;
}

/** Data types whose rows have ids that follow each other: only their rows can be united, since others would overlap. */
const UNITED: ReadonlySet<string> = new Set(['trades', 'aggTrades']);

/** Characters of a sample. */
const MOST_SAMPLE = 200;
/** Of a day. */
const MICROSECONDS = 86_400_000_000;

/** Takes the rows of a day from the better source, or from both. At least one must exist. */
export function chooseDayRows(sources: DaySources, series: Series, repair: Repair): DayContent {
  const { day, monthly, daily } = sources;
  const compared = monthly === null || daily === null ? undefined : compareDays(monthly.rows, daily.rows);
  const mayUnite = UNITED.has(series.dataType);
  const choice = chooseDay(
    comparisonOf(sources, series, compared),
    repair === 'rows' && !mayUnite ? 'days' : repair,
  );
  const { taken, rule } = choice;
  const findings = rule === null ? [] : findingsOf(rule, sources, taken, compared);
  if (taken === 'both' && monthly !== null && daily !== null) {
    const rows = uniteRows(monthly.rows, daily.rows);
    const parts = [partOf(monthly, rule), { key: daily.key, rows: rows.count - monthly.rows.count, rule }];
    return { day, rows, parts, findings };
  }
  const [one, other] = taken === 'daily' ? [daily, monthly] : [monthly, daily];
  const side = one ?? other;
  if (side === null) throw new RangeError(`no source has ${day}`);
  return { day, rows: side.rows, parts: [partOf(side, rule)], findings };
}

function partOf({ key, rows }: DayOfSource, rule: string | null): DayPart {
  return { key, rows: rows.count, rule };
}

function comparisonOf(
  { day, monthly, daily, otherDailies }: DaySources,
  series: Series,
  compared: RowsComparison | undefined,
): DayComparison {
  const { differing = 0, onlyMonthly = 0, onlyDaily = 0 } = compared ?? {};
  // Only where neither file contains the other do holes decide.
  const holesDecide = differing === 0 && onlyMonthly > 0 && onlyDaily > 0;
  const side = (of: DayOfSource | null) =>
    of && { rows: of.rows.count, holes: holesDecide ? countHoles(of.rows, series, day) : 0 };
  return { day, monthly: side(monthly), daily: side(daily), otherDailies, differing, onlyMonthly, onlyDaily };
}

/**
 * What a choice counts, see `CHOICE_RULES`: rows of the table for a day without a daily file, else rows that differ or that a file lacks.
 * Nothing for a day without rows.
 */
function findingsOf(
  rule: string,
  { day, monthly, daily }: DaySources,
  taken: DayChoice['taken'],
  compared: RowsComparison | undefined,
): RowFinding[] {
  const { differing = 0, onlyMonthly = 0, onlyDaily = 0, samples = [] } = compared ?? {};
  const lacked = differing > 0 ? differing : onlyMonthly + onlyDaily;
  const count = compared === undefined ? (monthly?.rows.count ?? 0) : lacked;
  if (count === 0) return [];
  const texts = samples.map(({ monthly: one, daily: other }) => `${one} | ${other}`);
  const sample = texts.length === 0 ? null : texts.join(' ; ').slice(0, MOST_SAMPLE);
  const source = (taken === 'daily' ? daily : monthly)?.key ?? null;
  const first = dayNumber(day) * MICROSECONDS;
  const { severity } = rowRule(rule);
  return [{ rule, severity, day, source, first, last: first + MICROSECONDS - 1, count, sample }];
}
