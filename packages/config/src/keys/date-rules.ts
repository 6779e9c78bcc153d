import { addDays } from '@tapehaul/archive';
import { readDays } from '../names/day-names.ts';
import type { KeyRule } from './key-rule.ts';

/** One day, month or year, or a list of days, as the whole range. */
export const wholeRange: KeyRule = (value) => {
  if (Array.isArray(value)) return listed(value);
  if (typeof value === 'string') {
    const [from, to, ...more] = value.split(/\s*(?:\.\.+|…|\s-\s|\sto\s|:(?=\d{4})|\/(?=\d{4}-)|,)\s*/);
    if (from !== undefined && to !== undefined && more.length === 0) return range(from, to);
  }
  const days = readDays(value);
  return days && range(days.first, days.last);
};

/** A list of two ends, or of days without a hole. */
function listed(days: readonly unknown[]): ReturnType<KeyRule> {
  const [first, ...rest] = days;
  const last = rest.at(-1) ?? first;
  if (days.length === 2) return range(first, last);
  const read = days.map((day) => readDays(day)?.first ?? '');
  const sorted = [...new Set(read)].sort();
  const holes = sorted.some((day, index) => index > 0 && day !== addDays(sorted[index - 1] ?? day, 1));
  if (sorted.length === 0 || sorted[0] === '') return undefined;
  if (!holes) return range(sorted[0], sorted.at(-1));
  return {
    kind: 'refuse',
    write: 'these dates are not contiguous: write date_range for one contiguous span, and run once per span',
  };
}

function range(start: unknown, end: unknown): ReturnType<KeyRule> {
  return {
    kind: 'use',
    values: [
      ['date_range.start', start],
      ['date_range.end', end],
    ],
  };
}

/** Which partitions are wanted: one of them, or both, which is `auto`. */
export const partitions: KeyRule = (value) => {
  const names = (Array.isArray(value) ? value : [value]).map((name) =>
    typeof name === 'string' ? name.toLowerCase() : '',
  );
  const known = new Set(names.map((name) => PARTITION_NAMES.get(name) ?? name));
  const all = known.has('auto') || (known.has('daily') && known.has('monthly'));
  if (![...known].every((name) => ['daily', 'monthly', 'auto'].includes(name))) {
    return { kind: 'refuse', write: 'write "partition": "daily", "monthly", or "auto" for both' };
  }
  return { kind: 'use', values: [['partition', all ? 'auto' : [...known][0]]] };
};

const PARTITION_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    day: 'daily',
    days: 'daily',
    month: 'monthly',
    months: 'monthly',
    '*': 'auto',
    all: 'auto',
    both: 'auto',
  }),
);
