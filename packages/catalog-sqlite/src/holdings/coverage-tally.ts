import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** What is held of a series in one partition, or with negative numbers no more. */
export interface Covered {
  readonly series: string;
  /** Empty where an object has none. */
  readonly partition: string;
  readonly objects: number;
  readonly proved: number;
  readonly deep: number;
  readonly bytes: number;
}

type Sum = { -readonly [Name in keyof Covered]: Covered[Name] };

/** Adds up what a transaction changes in what is held of each series, and writes the sums at its end. */
export class CoverageTally {
  readonly #sums = new Map<string, Sum>();
  readonly #cover: StatementSync;
  readonly #sweep: StatementSync;

  constructor(database: DatabaseSync) {
    this.#cover = database.prepare(
      `INSERT INTO coverage (series, partition, objects, proved, deep, bytes) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET objects = objects + excluded.objects, proved = proved + excluded.proved,
         deep = deep + excluded.deep, bytes = bytes + excluded.bytes`,
    );
    this.#sweep = database.prepare('DELETE FROM coverage WHERE series = ? AND partition = ? AND objects = 0');
  }

  add({ series, partition, objects, proved, deep, bytes }: Covered): void {
    const key = `${series} ${partition}`;
    const sum = this.#sums.get(key) ?? { series, partition, objects: 0, proved: 0, deep: 0, bytes: 0 };
    this.#sums.set(key, sum);
    sum.objects += objects;
    sum.proved += proved;
    sum.deep += deep;
    sum.bytes += bytes;
  }

  /** Writes the sums; to be called before the transaction ends. */
  write(): void {
    for (const { series, partition, objects, proved, deep, bytes } of this.#sums.values()) {
      if (objects === 0 && proved === 0 && deep === 0 && bytes === 0) continue;
      this.#cover.run(series, partition, objects, proved, deep, bytes);
      if (objects < 0) this.#sweep.run(series, partition);
    }
    this.clear();
  }

  /** Drops the sums: they are written, or their transaction was taken back. */
  clear(): void {
    this.#sums.clear();
  }
}
