import { type CatalogReader, findRecord, openRecord } from '@tapehaul/workflow';

/** How long a record stays open, in milliseconds. */
const KEPT = 5_000;
/** Records that are open at once. */
const MOST = 16;

interface Open {
  readonly record: CatalogReader;
  /** How many are reading it. */
  readers: number;
  /** Closed for those that come: the last reader closes it. */
  isLeft: boolean;
  readonly timer: NodeJS.Timeout;
  /** Which record it is: a directory may be deleted and made anew. */
  readonly id: string | undefined;
}

/** Records of output directories, which stay open for a while: opening one costs more than most questions to it. */
export class OpenRecords {
  readonly #open = new Map<string, Open>();
  #closed = false;

  /** Reads the record of a directory, which stays open that long. Rejects as opening it does. */
  async read<Result>(directory: string, read: (record: CatalogReader) => Promise<Result>): Promise<Result> {
    const open = this.#of(directory);
    open.readers += 1;
    try {
      return await read(open.record);
    } finally {
      open.readers -= 1;
      if (open.isLeft && open.readers === 0) open.record.close();
    }
  }

  /** Opens the record of a directory, unless it is. Throws as opening it does. */
  require(directory: string): void {
    this.#of(directory);
  }

  #of(directory: string): Open {
    const id = findRecord(directory)?.id;
    const known = this.#open.get(directory);
    if (known?.id === id && known !== undefined) return known;
    this.#close(directory);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST) this.#close(oldest);
    const record = openRecord(directory);
    // What is requested after the end is answered, and closed with this turn.
    const timer = setTimeout(() => this.#close(directory), this.#closed ? 0 : KEPT);
    const open = { record, timer, id, readers: 0, isLeft: false };
    this.#open.set(directory, open);
    return open;
  }

  /** Closes all; those that are being read when that has ended. */
  close(): void {
    this.#closed = true;
    for (const directory of [...this.#open.keys()]) this.#close(directory);
  }

  #close(directory: string): void {
    const known = this.#open.get(directory);
    if (known === undefined) return;
    clearTimeout(known.timer);
    this.#open.delete(directory);
    known.isLeft = true;
    if (known.readers === 0) known.record.close();
  }
}
