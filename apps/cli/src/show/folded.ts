import { counted, failureAdvice } from '@tapehaul/errors';
import { addDays, formatSeries, nextMonth, parseKey } from '@tapehaul/workflow';

/** A chain of periods without a hole. */
interface Span {
  readonly first: string;
  last: string;
  periods: number;
}

/** Days or months in any order as spans: `2025-06-14; 2025-07-12 … 2025-07-31, 20 days`. */
export function foldedPeriods(periods: Iterable<string>): string[] {
  const spans: Span[] = [];
  for (const period of [...new Set(periods)].toSorted()) {
    const span = spans.at(-1);
    if (span !== undefined && following(span.last) === period) {
      span.last = period;
      span.periods += 1;
    } else spans.push({ first: period, last: period, periods: 1 });
  }
  return spans.map(spanText);
}

function spanText({ first, last, periods }: Span): string {
  if (periods === 1) return first;
  return `${first} … ${last}, ${counted(periods, first.length === 'YYYY-MM'.length ? 'month' : 'day')}`;
}

function following(period: string): string {
  return period.length === 'YYYY-MM'.length ? nextMonth(period) : addDays(period, 1);
}

/** From one day to another, both included. */
export function dayRange(first: string, last: string): string {
  return first === last ? first : `${first} … ${last}`;
}

/** Keys of objects as lines, one for each span of a series: `spot/klines/BTCUSDT/1h daily 2025-07-12 … 2025-07-31, 20 days`. */
export function foldedKeys(keys: Iterable<string>): string[] {
  const groups = new Map<string, string[]>();
  const others: string[] = [];
  for (const key of keys) {
    const object = parseKey(key);
    if (object === undefined) {
      others.push(key);
      continue;
    }
    const name = `${formatSeries(object)} ${object.partition}`;
    const periods = groups.get(name) ?? [];
    periods.push(object.period);
    groups.set(name, periods);
  }
  const lines = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...lines.flatMap(([name, periods]) => foldedPeriods(periods).map((it) => `${name} ${it}`)),
    ...others.toSorted(),
  ];
}

/** A file that failed, and why. */
export interface FailedFile {
  readonly key: string;
  readonly error: {
    readonly message: string;
    readonly code: string;
    readonly hint?: string | undefined;
  } | null;
}

/** Failed files as lines: spans of a series that failed for one reason are one line. */
export function foldedFailures(failures: readonly FailedFile[]): string[] {
  const groups = new Map<string, { reason: string; keys: string[] }>();
  for (const { key, error } of failures) {
    const reason = `${withoutKey(key, error?.message ?? '')} [${error?.code}]`;
    const group = groups.get(reason) ?? { reason, keys: [] };
    group.keys.push(key);
    groups.set(reason, group);
  }
  return [...groups.values()].flatMap(({ reason, keys }) => {
    const [only = '', ...more] = keys;
    return (more.length === 0 ? [only] : foldedKeys(keys)).map((it) => `${it}: ${reason}`);
  });
}

/** What to do about failed files: a line for each advice, with the codes that it is about. */
export function failureAdviceLines(failures: Iterable<Pick<FailedFile, 'error'>>): string[] {
  const codes = new Map<string, Set<string>>();
  for (const { error } of failures) {
    if (error === null) continue;
    const advice = error.hint ?? failureAdvice(error.code).hint;
    codes.set(advice, (codes.get(advice) ?? new Set()).add(error.code));
  }
  return [...codes].map(([advice, its]) => `${[...its].toSorted().join(', ')}: ${advice}`);
}

/** A message without the key that most messages begin with, nor where it stands by itself; an address keeps it. */
function withoutKey(key: string, message: string): string {
  const rest = message.startsWith(key) ? message.slice(key.length).replace(/^[\s:,]+/, '') : message;
  return rest.replaceAll(key, (_, at: number) => (rest[at - 1] === '/' ? key : 'it'));
}
