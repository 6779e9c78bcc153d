import type { Session } from '../connection/session.ts';
import type { Together } from '../connection/together.ts';

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

  add({ series, partition, objects, proved, deep, bytes }: Covered): void {
    const key = `${series} ${partition}`;
    const sum = this.#sums.get(key) ?? { series, partition, objects: 0, proved: 0, deep: 0, bytes: 0 };
    this.#sums.set(key, sum);
    sum.objects += objects;
    sum.proved += proved;
    sum.deep += deep;
    sum.bytes += bytes;
  }

  /** Adds the change by the sums, in the order of series; to be called before the transaction ends. */
  write(together: Together, record: number): void {
    const sums = this.#ordered().filter(
      ({ objects, proved, deep, bytes }) => objects !== 0 || proved !== 0 || deep !== 0 || bytes !== 0,
    );
    together.add(
      sums,
      [
        ['series', 'text', (it) => it.series],
        ['partition', 'text', (it) => it.partition],
        ['objects', 'bigint', (it) => it.objects],
        ['proved', 'bigint', (it) => it.proved],
        ['deep', 'bigint', (it) => it.deep],
        ['bytes', 'bigint', (it) => it.bytes],
      ],
      (given, value) =>
        `INSERT INTO tapehaul.coverage AS known (record, ${given.names}) SELECT ${value}::int, ${given.names} FROM ${given.sql}
         ON CONFLICT (record, series, partition) DO UPDATE SET objects = known.objects + excluded.objects,
           proved = known.proved + excluded.proved, deep = known.deep + excluded.deep, bytes = known.bytes + excluded.bytes`,
      record,
    );
  }

  /** Removes the rows of series of which nothing is left; to be called once the sums are written. */
  async removeEmpty(session: Session, record: number): Promise<void> {
    const fewer = this.#ordered()
      .filter(({ objects }) => objects < 0)
      .map(({ series }) => series);
    if (fewer.length === 0) return;
    await session.query(
      'DELETE FROM tapehaul.coverage WHERE record = $1 AND series = ANY ($2) AND objects = 0',
      [record, fewer],
    );
  }

  #ordered(): Covered[] {
    return [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
  }
}
