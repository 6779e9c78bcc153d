import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

/** Bytes that may wait for the disk before their sender has to. */
const BUFFERED = 2 ** 20;

/** Writes one part of a file, from an offset on. The first part of a file makes it. */
export class FilePart {
  readonly #file: WriteStream;
  readonly #written: Promise<void>;

  constructor(path: string, from: number) {
    const flags = from === 0 ? 'wx' : 'r+';
    this.#file = createWriteStream(path, { flags, start: from, highWaterMark: BUFFERED });
    this.#written = finished(this.#file);
    // Received by the caller that awaits `end`, or by the next write; until then it is unhandled.
    this.#written.catch(() => {});
  }

  /** Takes bytes. Gives a promise when the next ones should wait for it. */
  write(chunk: Buffer): 'more' | Promise<void> {
    if (this.#file.write(chunk)) return 'more';
    return Promise.race([once(this.#file, 'drain').then(() => {}), this.#written]);
  }

  /** Resolves once all bytes are in the file; rejects with the error of the file system. */
  async end(): Promise<void> {
    this.#file.end();
    await this.#written;
  }

  /** Gives the file up as it is. */
  async abandon(): Promise<void> {
    this.#file.destroy();
    await this.#written.catch(() => {});
  }
}
