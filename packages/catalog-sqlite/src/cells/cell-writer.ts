import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries, isDay, isMonth, type Partition } from '@tapehaul/archive';
import type { CellRecord } from '@tapehaul/catalog';
import { CellBook, type DayState, dayOfPlace } from '@tapehaul/coverage';

/** A file of a series, as a record names it. */
export interface CellFile {
  readonly series: string;
  readonly partition: Partition;
  readonly period: string;
}

/** The file of an object that stands in a series; undefined for any other. */
export function cellFile(series: unknown, partition: unknown, period: unknown): CellFile | undefined {
  if (typeof series !== 'string' || typeof period !== 'string') return undefined;
  if (partition === 'daily' && isDay(period)) return { series, partition, period };
  return partition === 'monthly' && isMonth(period) ? { series, partition, period } : undefined;
}

/**
 * Writes what is known of each file, as one byte in the cells of its year; to be used in a transaction that ends with
 * {@link CellWriter.write}. Each year is read and written once in a transaction.
 */
export class CellWriter {
  readonly #book: CellBook;
  readonly #upsert: StatementSync;
  readonly #onChanged: (series: string, day: string) => void;

  /** `onChanged` receives each series of which days have changed, with the first of them, in the same transaction. */
  constructor(database: DatabaseSync, onChanged: (series: string, day: string) => void = () => {}) {
    this.#onChanged = onChanged;
    const find = database.prepare('SELECT cells FROM cells WHERE series = ? AND partition = ? AND year = ?');
    this.#book = new CellBook((series, partition, year) => {
      const cells = find.get(series, partition, year)?.cells;
      return cells instanceof Uint8Array ? cells : undefined;
    });
    this.#upsert = database.prepare(
      `INSERT INTO cells (series, partition, year, cells, changed_at) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET cells = excluded.cells, changed_at = excluded.changed_at`,
    );
  }

  mark({ series, ...span }: CellRecord): void {
    this.span(formatSeries(series), span);
  }

  /** What became known of consecutive files of a series, by its name. */
  span(series: string, span: Omit<CellRecord, 'series'>): void {
    this.#book.mark({ series, ...span });
  }

  /** What became known of one file. */
  file({ series, partition, period }: CellFile, state: DayState): void {
    this.#book.mark({ series, partition, first: period, last: period, state });
  }

  /** Writes the years that have changed. */
  write(): void {
    const at = Date.now();
    for (const { series, partition, year, cells, from } of this.#book.changed()) {
      this.#upsert.run(series, partition, year, cells, at);
      this.#onChanged(series, dayOfPlace(partition, year, from));
    }
    // Another process may write before the next transaction.
    this.#book.close();
  }

  /** Forgets what was not written, when the transaction failed. */
  clear(): void {
    this.#book.close();
  }
}
