import type { RowKey } from '@tapehaul/catalog/rules';

/** Reads the keys of the rows behind one, or the first, in their order. */
export type Range = (after: RowKey | undefined, limit: number) => readonly RowKey[];

/** Rows that a search reads at once: few, since nothing else is done meanwhile. */
const EXAMINED = 2_000;

/** Several ranges as one. */
export function merged(ranges: readonly Range[], descending: boolean): Range {
  const [only, ...others] = ranges;
  if (only !== undefined && others.length === 0) return only;
  const sign = descending ? -1 : 1;
  return (after, limit) =>
    ranges
      .flatMap((range) => range(after, limit))
      .sort((a, b) => sign * (a[0] - b[0] || a[1] - b[1]))
      .slice(0, limit);
}

/** What is wanted of a range. */
export interface Wanted<Row> {
  readonly after: RowKey | undefined;
  readonly limit: number;
  /** Whether {@link Wanted.rowsOf} leaves rows out. */
  readonly searches: boolean;
  /** Rows by their id; those that are not wanted are missing. */
  readonly rowsOf: (ids: readonly number[]) => ReadonlyMap<number, Row>;
}

/** The rows behind a key, the key behind which there may be more, and how many keys were read up to it. */
export function readRows<Row>(range: Range, { after, limit, searches, rowsOf }: Wanted<Row>) {
  const rows: Row[] = [];
  let at = after;
  for (let examined = 0; ; ) {
    const requested = searches ? EXAMINED : limit + 1;
    const keys = range(at, requested);
    const found = rowsOf(keys.map(([, id]) => id));
    for (const key of keys) {
      const row = found.get(key[1]);
      if (row !== undefined && rows.length === limit) return { rows, next: at, examined };
      if (row !== undefined) rows.push(row);
      at = key;
      examined += 1;
    }
    if (keys.length < requested) return { rows, next: undefined, examined };
    if (examined >= EXAMINED) return { rows, next: at, examined };
  }
}
