import { type CatalogReader, closeQuietly, findRecord, openRecord } from '@tapehaul/workflow';

/** How long a record stays open, in milliseconds. */
const KEPT = 5_000;
/** Records that are open at once. */
const MOST = 16;

/** A record that stays open until this is disposed of. */
export interface OpenRecord extends Disposable {
  readonly record: CatalogReader;
}

interface Open {
  readonly record: Promise<CatalogReader>;
  readers: number;
  /** No other record opens it: its last reader closes it. */
  isLeft: boolean;
  readonly timer: NodeJS.Timeout;
  /** Which record it is: a directory may be deleted and made anew. */
  readonly id: string | undefined;
}

/** Records of output directories, which stay open for a while: opening one costs more than most questions to it. */
export class OpenRecords {
  readonly #open = new Map<string, Open>();
  #closed = false;

  /**
   * The record of a directory, open until it is disposed of. Rejects as opening it does, such as where the directory has
   * none.
   */
  async use(directory: string): Promise<OpenRecord> {
    const open = await this.#enter(directory);
    const leave = (): void => this.#leave(open);
    try {
      return { record: await open.record, [Symbol.dispose]: leave };
    } catch (error) {
      leave();
      throw error;
    }
  }

  async #enter(directory: string): Promise<Open> {
    const id = (await findRecord(directory))?.id;
    // Without a wait from here on: no reader closes a record between its opening and its first reader.
    const known = this.#open.get(directory);
    const open = known !== undefined && known.id === id ? known : this.#make(directory, id);
    open.readers += 1;
    return open;
  }

  #leave(open: Open): void {
    open.readers -= 1;
    if (open.isLeft && open.readers === 0) void closeOnceOpen(open);
  }

  #make(directory: string, id: string | undefined): Open {
    void this.#close(directory);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size >= MOST) void this.#close(oldest);
    const record = openRecord(directory);
    // What is requested after the end is answered, and closed with this turn.
    const timer = setTimeout(() => void this.#close(directory), this.#closed ? 0 : KEPT);
    const open: Open = { record, timer, id, readers: 0, isLeft: false };
    this.#open.set(directory, open);
    // One that cannot be opened is tried anew by the next.
    record.catch(() => {
      if (this.#open.get(directory) === open) void this.#close(directory);
    });
    return open;
  }

  /** Closes all; those that are in use once they are not. */
  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#open.keys()].map((directory) => this.#close(directory)));
  }

  async #close(directory: string): Promise<void> {
    const known = this.#open.get(directory);
    if (known === undefined) return;
    clearTimeout(known.timer);
    this.#open.delete(directory);
    known.isLeft = true;
    if (known.readers === 0) await closeOnceOpen(known);
  }
}

/** Closes a record that is open or being opened. Never rejects. */
async function closeOnceOpen({ record }: Open): Promise<void> {
  await record.then(closeQuietly, () => {});
}
