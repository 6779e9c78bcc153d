import type { TableSettings } from '@tapehaul/config';

/** First and last month, both included. */
export interface MonthSpan {
  readonly first: string;
  readonly last: string;
}

/** Before the first and behind the last month of the archive. */
const ALL: MonthSpan = { first: '2017-01', last: '2099-12' };

/** The months that `tables.compare` names: `2025-07`, `2025-01..2025-07`, or `all`. */
export function namedMonths({ compare = [] }: Pick<TableSettings, 'compare'>): readonly MonthSpan[] {
  return compare.map((text) => {
    if (text === 'all') return ALL;
    const [first = '', last = first] = text.split('..');
    return { first, last };
  });
}
