import { type FileHandle, open } from 'node:fs/promises';

/** Bytes that may wait for the disk before their sender has to. */
const BUFFERED = 2 ** 20;
/** Bytes that are written at once, unless these are the last: each write occupies this thread and another one. */
const BATCH = 2 ** 19;

/** Called with the span of bytes that is in the file now; no more are written before the promise that it gives resolves. */
type OnWritten = (from: number, to: number) => 'more' | Promise<void>;

/** Writes one part of a file, from an offset on. The first part of a file makes it. */
export class FilePart {
  readonly #opening: Promise<FileHandle>;
  /** Where what waits belongs. */
  #at: number;
  readonly #onWritten: OnWritten;
  #waiting: Buffer[] = [];
  #bytes = 0;
  /** Bytes that are being written. */
  #inHand = 0;
  /** The write in progress; each begins when the one before has ended. */
  #writing: Promise<void> | undefined;
  #ended = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(path: string, from: number, onWritten: OnWritten = () => 'more') {
    this.#opening = open(path, from === 0 ? 'wx' : 'r+');
    // Received by the first write; until then it is unhandled.
    this.#opening.catch(() => {});
    this.#at = from;
    this.#onWritten = onWritten;
  }

  /** Takes bytes. Gives a promise when the next ones should wait for it. */
  write(chunk: Buffer): 'more' | Promise<void> {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    if (this.#bytes >= BATCH) this.#writing ??= this.#write();
    if (this.#bytes + this.#inHand < BUFFERED) return 'more';
    const roomy = this.#roomy();
    // Not every caller waits; then `end` rejects.
    roomy.catch(() => {});
    return roomy;
  }

  /** Resolves once all bytes are in the file; rejects with the error of the file system. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#writing;
    await this.#write();
    const file = await this.#opening;
    await file.close();
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Gives the file up as it is. */
  async abandon(): Promise<void> {
    this.#waiting = [];
    this.#bytes = 0;
    await this.#writing;
    const file = await this.#opening.catch(() => undefined);
    await file?.close().catch(() => {});
  }

  async #roomy(): Promise<void> {
    await this.#writing;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /** Writes what waits, and what comes meanwhile once there is enough of it. Never rejects. */
  async #write(): Promise<void> {
    try {
      const file = await this.#opening;
      while (this.#failure === undefined && this.#bytes >= (this.#ended ? 1 : BATCH))
        await this.#writeBatch(file);
    } catch (error) {
      this.#failure ??= { error };
    }
    this.#writing = undefined;
  }

  async #writeBatch(file: FileHandle): Promise<void> {
    let chunks = this.#waiting;
    this.#inHand = this.#bytes;
    this.#waiting = [];
    this.#bytes = 0;
    while (chunks.length > 0) {
      const { bytesWritten } = await file.writev(chunks, this.#at);
      this.#inHand -= bytesWritten;
      const from = this.#at;
      this.#at += bytesWritten;
      const taken = this.#onWritten(from, this.#at);
      if (taken !== 'more') await taken;
      chunks = without(chunks, bytesWritten);
    }
  }
}

/** Chunks without their first bytes. */
function without(chunks: readonly Buffer[], bytes: number): Buffer[] {
  let left = bytes;
  return chunks.flatMap((chunk) => {
    const taken = Math.min(left, chunk.length);
    left -= taken;
    return taken === chunk.length ? [] : [chunk.subarray(taken)];
  });
}
