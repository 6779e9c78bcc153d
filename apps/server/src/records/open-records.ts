import { statSync } from 'node:fs';
import { type CatalogReader, openRecord, recordPath } from '@tapehaul/workflow';

/** How long a record stays open, in milliseconds. */
const KEPT = 5_000;
/** Records that are open at once. */
const MOST = 16;

interface Open {
  readonly record: CatalogReader;
  readonly timer: NodeJS.Timeout;
  /** Which file it is: a directory may be deleted and made anew. */
  readonly file: number;
}

/** Records of output directories, which stay open for a while: opening one costs more than most questions to it. */
export class OpenRecords {
  readonly #open = new Map<string, Open>();
  #closed = false;

  /** The record of a directory, to be read at once: it may be closed with the next. Throws as opening it does. */
  of(directory: string): CatalogReader {
    const file = statSync(recordPath(directory), { throwIfNoEntry: false })?.ino ?? 0;
    const known = this.#open.get(directory);
    if (known?.file === file) return known.record;
    this.#close(directory);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST) this.#close(oldest);
    const record = openRecord(directory);
    // What is requested after the end is answered, and closed with this turn.
    const timer = setTimeout(() => this.#close(directory), this.#closed ? 0 : KEPT);
    this.#open.set(directory, { record, timer, file });
    return record;
  }

  /** Closes all. */
  close(): void {
    this.#closed = true;
    for (const directory of [...this.#open.keys()]) this.#close(directory);
  }

  #close(directory: string): void {
    const known = this.#open.get(directory);
    if (known === undefined) return;
    clearTimeout(known.timer);
    this.#open.delete(directory);
    known.record.close();
  }
}
