import type { RowKey } from '@tapehaul/catalog/rules';

/** Reads the keys of the rows behind one, or the first, in their order. */
export type Range = (after: RowKey | undefined, limit: number) => Promise<readonly RowKey[]>;

/** Rows that a search reads at once. */
const EXAMINED = 2_000;

/** What is wanted of a range. */
export interface Wanted<Row> {
  readonly after: RowKey | undefined;
  readonly limit: number;
  /** Whether {@link Wanted.rowsOf} leaves rows out. */
  readonly searches: boolean;
  /** Rows by their id; those that are not wanted are missing. */
  readonly rowsOf: (ids: readonly number[]) => Promise<ReadonlyMap<number, Row>>;
}

/** Rows of a range. */
export interface ReadRows<Row> {
  readonly rows: Row[];
  /** The key behind which there may be more; undefined when there is none. */
  readonly next: RowKey | undefined;
  /** How many keys were read up to it. */
  readonly examined: number;
}

/** The rows behind a key. */
export async function readRows<Row>(range: Range, wanted: Wanted<Row>): Promise<ReadRows<Row>> {
  const { after, limit, searches, rowsOf } = wanted;
  const rows: Row[] = [];
  let at = after;
  for (let examined = 0; ; ) {
    const requested = searches ? EXAMINED : limit + 1;
    const keys = await range(at, requested);
    const found = await rowsOf(keys.map(([, id]) => id));
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
