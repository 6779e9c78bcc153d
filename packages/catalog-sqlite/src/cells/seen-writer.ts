import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { formatSeries } from '@tapehaul/archive';
import type { SeenSeries } from '@tapehaul/catalog';
import { SeenReader, type SeenRow } from './seen-reader.ts';

/** Writes which series plans have gone through; to be used in a transaction. */
export class SeenWriter {
  readonly #reader: SeenReader;
  readonly #upsert: StatementSync;
  readonly #delete: StatementSync;
  readonly #forgetOld: StatementSync;

  constructor(database: DatabaseSync) {
    this.#reader = new SeenReader(database);
    this.#upsert = database.prepare(
      `INSERT OR REPLACE INTO seen (series, terms, partition, first, last, checked_on, old_until, old_runs)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#delete = database.prepare('DELETE FROM seen WHERE series = ?');
    this.#forgetOld = database.prepare(
      'UPDATE seen SET old_until = NULL, old_runs = NULL WHERE series = ? AND old_until >= ?',
    );
  }

  record({ series, terms, partition, first, last, checkedOn, oldUntil }: SeenSeries): void {
    const name = formatSeries(series);
    const old = this.#oldDays(name, { partition, first, until: oldUntil < last ? oldUntil : last });
    const runs = old.oldUntil === null ? null : old.oldRuns.join(' ');
    this.#upsert.run(name, terms, partition, first, last, checkedOn, old.oldUntil, runs);
  }

  forget(series: string): void {
    this.#delete.run(series);
  }

  /** The state of a day of a series has changed, and maybe of days behind it: old days from there on are not kept any more. */
  changed(series: string, day: string): void {
    this.#forgetOld.run(series, day);
  }

  /** What is kept of the old days: as it was, where that reaches far enough, else read from the cells behind it. */
  #oldDays(
    name: string,
    { partition, first, until }: Pick<SeenSeries, 'partition' | 'first'> & { readonly until: string },
  ): Pick<SeenRow, 'oldUntil' | 'oldRuns'> {
    const row = this.#reader.row(name);
    const isKept = row?.partition === partition && row.first === first && row.oldUntil !== null;
    const kept = isKept ? row : { oldUntil: null, oldRuns: [] };
    if (kept.oldUntil !== null && kept.oldUntil >= until) return kept;
    if (until < first) return { oldUntil: null, oldRuns: [] };
    return { oldUntil: until, oldRuns: this.#reader.runs(name, { partition, first, ...kept }, until) };
  }
}
