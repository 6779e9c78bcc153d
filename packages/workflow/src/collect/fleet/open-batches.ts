import { type BatchRecord, type CatalogReader, everyPage, firstRows } from '@tapehaul/catalog';
import { FILE_TASK } from '../../flow-names.ts';

/** What is left of a run. */
export interface BatchesLeft {
  /** The first open batches, in the order of the plan. */
  readonly first: readonly BatchRecord[];
  /** How many batches are open. */
  readonly open: number;
}

/**
 * The batches of a run that have files without an outcome. They are read in whole once; then only the first of them, since batches behind those
 * that were ever offered stay as they were.
 */
export class OpenBatches {
  readonly #catalog: CatalogReader;
  readonly #runId: string;
  readonly #name: string;
  /** Numbers of batches that were open when they were read in whole, in order. */
  #numbers: readonly number[] = [];
  /** The most that were read at a time: any of those may have ended since. */
  #most = 0;

  /** Of batches whose tasks have that name. */
  constructor(catalog: CatalogReader, runId: string, name: string = FILE_TASK) {
    this.#name = name;
    this.#catalog = catalog;
    this.#runId = runId;
  }

  /** Reads them in whole, and gives those that were given back with an error. */
  async readAll(): Promise<BatchRecord[]> {
    const numbers: number[] = [];
    const failed: BatchRecord[] = [];
    for await (const rows of this.#pages(1_000)) {
      for (const row of rows) {
        numbers.push(row.batch);
        if (row.failure !== null) failed.push(row);
      }
    }
    this.#numbers = numbers;
    return failed;
  }

  /** Reads the first ones: as many as are to be offered, at least. */
  async read(offered: number): Promise<BatchesLeft> {
    const most = Math.max(this.#most, offered);
    this.#most = most;
    const first = await firstRows(this.#pages(Math.min(1_000, most)), most);
    const last = first.at(-1)?.batch;
    if (last === undefined || first.length < most) return { first, open: first.length };
    return { first, open: first.length + this.#behind(last) };
  }

  /** How many of those that were open have a greater number. */
  #behind(number: number): number {
    let [low, high] = [0, this.#numbers.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return this.#numbers.length - low;
  }

  #pages(limit: number): AsyncIterable<readonly BatchRecord[]> {
    return everyPage((page) =>
      this.#catalog.batches(this.#runId, { ...page, name: this.#name, open: true, limit }),
    );
  }
}
