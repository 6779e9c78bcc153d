import { type CatalogReader, openRecord } from '@tapehaul/workflow';

/** How long a record stays open, in milliseconds. Opening it anew finds runs whose process has died. */
const KEPT = 5_000;

/** Records of output directories, which stay open for a while: opening one costs more than most questions to it. */
export class OpenRecords {
  readonly #open = new Map<string, { readonly record: CatalogReader; readonly timer: NodeJS.Timeout }>();

  /** The record of a directory, to be asked at once: it may be closed in a later turn. Throws as opening it does. */
  of(directory: string): CatalogReader {
    const known = this.#open.get(directory);
    if (known !== undefined) return known.record;
    const record = openRecord(directory);
    const timer = setTimeout(() => this.#close(directory), KEPT);
    this.#open.set(directory, { record, timer });
    return record;
  }

  /** Closes all. */
  close(): void {
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
