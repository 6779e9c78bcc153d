import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { seriesParts } from '@tapehaul/archive';
import type { PartitionsQuery } from '@tapehaul/catalog';
import { behindPrefix } from '@tapehaul/catalog/rules';
import { isRequested } from '@tapehaul/coverage';

/** A range of names of series: from `first` on, up to `end` and without it. */
export interface NameRange {
  readonly first: string;
  readonly end: string;
}

/** Finds the series of a table of the record that a query requests. */
export class SeriesRanges {
  readonly #firstName: StatementSync;

  /** `table` has an index that begins with `series`. */
  constructor(database: DatabaseSync, table: 'partitions' | 'row_findings') {
    this.#firstName = database.prepare(
      `SELECT min(series) AS name FROM ${table} WHERE series >= ? AND series < ?`,
    );
  }

  /** The ranges that hold all requested series and no other, in order, from a name on. One range where the names begin alike. */
  *of(query: PartitionsQuery, from = ''): Generator<NameRange> {
    const { market, dataType, interval, symbols, prefix = '' } = query;
    const alike = market === undefined ? '' : `${market}/${dataType === undefined ? '' : `${dataType}/`}`;
    const [shorter, longer] = prefix.length < alike.length ? [prefix, alike] : [alike, prefix];
    if (!longer.startsWith(shorter)) return;
    const end = behindPrefix(longer);
    const first = from > longer ? from : longer;
    const isPrefix =
      interval === undefined && symbols === undefined && (market !== undefined || dataType === undefined);
    if (isPrefix) yield { first, end };
    else yield* this.#each(query, { first, end });
  }

  /** A range for each requested series. */
  *#each(query: PartitionsQuery, { first, end }: NameRange): Generator<NameRange> {
    for (let from = first; ; ) {
      const name = this.#firstName.get(from, end)?.name;
      if (typeof name !== 'string') return;
      from = `${name}\0`;
      if (isRequested(seriesParts(name), query)) yield { first: name, end: from };
    }
  }
}
