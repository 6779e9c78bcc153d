import {
  type ArchiveObject,
  type Availability,
  addDays,
  availabilityOf,
  dayNumber,
  dayText,
  deliveryDay,
  fileStem,
  firstDayOf,
  lastDayOf,
  monthOf,
  monthsBetween,
  type Partition,
  publication,
  type Series,
  seriesPrefix,
} from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type Matrix } from '@tapehaul/config';
import type { Answer, ObjectAnswer } from './answer.ts';
import { endReason, joined, never, type Span, verdict } from './verdicts.ts';

/** The span of a request and what decides how each series is cut. */
export interface Scope extends Span {
  readonly today: string;
  readonly partition: Partition | 'auto';
  readonly matrix: Matrix;
}

/**
 * Plans one series. With partition `auto`, a month that lies whole inside the span is one monthly object
 * once its month has been closed long enough to be published surely; all else is days. A type that has
 * only months gets the months that touch the span.
 */
export function* planSeries(series: Series, scope: Scope): Generator<Answer, void, undefined> {
  const daily = scope.partition === 'monthly' ? undefined : rowOf(series, 'daily', scope.matrix);
  const monthly = scope.partition === 'daily' ? undefined : rowOf(series, 'monthly', scope.matrix);
  if (daily !== undefined && monthly !== undefined)
    yield* joined(monthsElseDays(series, scope, daily, monthly));
  else if (daily !== undefined) yield* days(series, scope, scope.today, daily);
  else if (monthly !== undefined) yield* joined(months(series, scope, monthly));
  else yield never(series, scope, missingReason(series, scope));
}

function rowOf(series: Series, partition: Partition, matrix: Matrix): Availability | undefined {
  const { market, dataType, interval } = series;
  const row = availabilityOf(market, dataType, partition, interval, matrix);
  return row ?? availabilityOf(market, dataType, partition, interval, BUILT_IN_MATRIX);
}

function missingReason(series: Series, scope: Scope): string {
  const { market, dataType, interval } = series;
  const name = `${dataType}${interval === null ? '' : ` ${interval}`}`;
  if (scope.partition === 'auto') return `${market} has no ${name}`;
  const other = scope.partition === 'daily' ? 'monthly' : 'daily';
  const has = rowOf(series, other, scope.matrix) !== undefined;
  return `${market} has no ${scope.partition} ${name}${has ? `, only ${other} files` : ''}`;
}

function* monthsElseDays(
  series: Series,
  scope: Scope,
  daily: Availability,
  monthly: Availability,
): Generator<Answer> {
  const objectOf = objects(series, 'monthly');
  const lastMonth = monthOf(lastDay(series, monthly));
  for (const month of monthsBetween(scope.first, scope.last)) {
    const span = clip(month, scope);
    const whole = span.first === firstDayOf(month) && span.last === lastDayOf(month);
    const exists = month >= monthOf(monthly.from) && month <= lastMonth && monthly.state !== 'removed';
    const settled = publication({ partition: 'monthly', period: month }).late <= scope.today;
    if (whole && exists && settled) yield objectOf(month);
    else yield* days(series, span, scope.today, daily);
  }
}

function* months(series: Series, scope: Scope, row: Availability): Generator<Answer> {
  const objectOf = objects(series, 'monthly');
  const end = lastDay(series, row);
  for (const month of monthsBetween(scope.first, scope.last)) {
    const span = clip(month, scope);
    const { due } = publication({ partition: 'monthly', period: month });
    if (month < monthOf(row.from)) yield verdict(series, span, 'before_first', beginsReason(row));
    else if (month > monthOf(end) || row.state === 'removed') yield afterEnd(series, span, row, end);
    else if (due > scope.today)
      yield verdict(series, span, 'not_yet_published', `month not closed before ${due}`);
    else yield objectOf(month);
  }
}

function* days(series: Series, span: Span, today: string, row: Availability): Generator<Answer> {
  const end = lastDay(series, row);
  const { first, last } = span;
  if (row.state === 'removed') {
    yield afterEnd(series, span, row, end);
    return;
  }
  if (first < row.from) {
    const until = earlier(last, addDays(row.from, -1));
    yield verdict(series, { first, last: until }, 'before_first', beginsReason(row));
  }
  const objectOf = objects(series, 'daily');
  const published = dayNumber(earlier(last, end, addDays(today, -1)));
  for (let day = dayNumber(later(first, row.from)); day <= published; day++) yield objectOf(dayText(day));
  const open = { first: later(first, row.from, today), last: earlier(last, end) };
  if (open.first <= open.last)
    yield verdict(series, open, 'not_yet_published', 'days come out on the next day, UTC');
  if (last > end) yield afterEnd(series, { first: later(first, addDays(end, 1)), last }, row, end);
}

/** Last day that can have data: the type's end or the contract's delivery. */
function lastDay(series: Series, row: Availability): string {
  return earlier(row.to ?? '9999-12-31', deliveryDay(series.symbol) ?? '9999-12-31');
}

function afterEnd(series: Series, span: Span, row: Availability, end: string): Answer {
  if (row.state === 'removed' || row.to === end) return verdict(series, span, 'type_ended', endReason(row));
  return verdict(series, span, 'after_last', `the contract was delivered on ${end}`);
}

function beginsReason(row: Availability): string {
  return `${row.partition} ${row.dataType} of ${row.market} begin on ${row.from}`;
}

/** Builds the answers of one series; the parts that all its keys share are made once. */
function objects(series: Series, partition: Partition): (period: string) => ObjectAnswer {
  const head = `${seriesPrefix(series, partition)}${fileStem(series)}-`;
  return (period) => {
    const object: ArchiveObject = { ...series, partition, period };
    return { kind: 'object', key: `${head}${period}.zip`, object };
  };
}

function clip(month: string, { first, last }: Span): Span {
  return { first: later(first, firstDayOf(month)), last: earlier(last, lastDayOf(month)) };
}

function earlier(...days: readonly [string, ...string[]]): string {
  return days.reduce((least, day) => (day < least ? day : least));
}

function later(...days: readonly [string, ...string[]]): string {
  return days.reduce((most, day) => (day > most ? day : most));
}
