import { createHash, type Hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { checkBytes, type Received, type Transfer } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import type { BodySink, ObjectHead, SinkDemand } from '../answers/object-reader.ts';
import { FilePart } from './file-part.ts';
import { Front } from './front.ts';
import { Parts } from './parts.ts';

/** When a large object may be read in parts by several. */
export interface SplitRules {
  /** Objects above this size, in bytes. */
  readonly above: number;
  readonly partBytes: number;
}

/** Objects above this size, in bytes, are hashed by the transfer's hasher, where it has one; a smaller one costs less here. */
const HASHED_ELSEWHERE = 2 ** 20;

/**
 * Takes an object from its first byte on: a small one into memory, any other into its file, hashed as it
 * comes. Of a large one it takes only those parts that no helper has taken meanwhile.
 */
export class Reception implements BodySink {
  readonly #transfer: Transfer;
  readonly #rules: SplitRules;
  readonly #onLarge: (parts: Parts, etag: string) => void;
  readonly #chunks: Buffer[] = [];
  #file: FilePart | undefined;
  #hash: Hash | undefined;
  #head: ObjectHead = { length: null, etag: null, lastModified: null, part: null, shared: false };
  #bytes = 0;
  readonly #front = new Front();
  /** Where the part that is being read ends; the whole object has no such end. */
  #end = Number.POSITIVE_INFINITY;
  parts: Parts | undefined;

  /** `onLarge` is called with the parts of a large object as soon as its size is known. */
  constructor(transfer: Transfer, rules: SplitRules, onLarge: (parts: Parts, etag: string) => void) {
    this.#transfer = transfer;
    this.#rules = rules;
    this.#onLarge = onLarge;
  }

  /** Change token of the version that is being read. */
  get etag(): string | null {
    return this.#head.etag;
  }

  /** Bytes that it has taken. */
  get bytes(): number {
    return this.#bytes;
  }

  start(head: ObjectHead): void {
    this.#head = head;
    const { length, etag } = head;
    const { path, inMemoryUpTo = 0 } = this.#transfer;
    if (length !== null) checkBytes(this.#transfer, length);
    if (length !== null && length <= inMemoryUpTo) return;
    const { hasher } = this.#transfer;
    hasher?.begin();
    if (hasher !== undefined && length !== null && length > HASHED_ELSEWHERE) {
      this.#file = new FilePart(path, 0, (from, to) => this.added(from, to));
    } else {
      this.#file = new FilePart(path, 0);
      this.#hash = createHash('sha256');
    }
    // Only a strong ETag shows that parts are of one version (RFC 9110, 13.1.1).
    if (length === null || etag === null || etag.startsWith('W/') || length <= this.#rules.above) return;
    this.parts = new Parts(length, this.#rules.partBytes);
    this.#end = (this.parts.takeAt(0)?.to ?? 0) + 1;
    this.#onLarge(this.parts, etag);
  }

  data(chunk: Buffer): SinkDemand {
    checkBytes(this.#transfer, this.#bytes + chunk.length);
    if (this.#file === undefined) {
      this.#bytes += chunk.length;
      this.#chunks.push(chunk);
      return 'more';
    }
    while (this.#bytes + chunk.length >= this.#end) {
      const next = this.parts?.takeAt(this.#end);
      if (next === undefined) {
        const last = chunk.subarray(0, this.#end - this.#bytes);
        const taken = this.#keep(this.#file, last);
        return this.#bytes === this.#head.length ? taken : 'enough';
      }
      this.#end = next.to + 1;
    }
    return this.#keep(this.#file, chunk);
  }

  #keep(file: FilePart, chunk: Buffer): 'more' | Promise<void> {
    this.#bytes += chunk.length;
    this.#hash?.update(chunk);
    return file.write(chunk);
  }

  /** Notes that the bytes from an offset on, up to before another one, are in the file. Gives a promise when no more should be written before. */
  added(from: number, to: number): 'more' | Promise<void> {
    this.#front.add(from, to);
    return this.#transfer.hasher?.written(this.#front.end) ?? 'more';
  }

  /** What was received, once the body has ended. Throws a TapehaulError `truncated` when it ended too early. */
  async finish(): Promise<Received> {
    const { length, etag, lastModified, shared } = this.#head;
    await this.#file?.end();
    const expected = this.parts === undefined ? length : Math.min(this.#end, length ?? 0);
    if (expected !== null && this.#bytes !== expected)
      throw truncated(this.#transfer.key, expected, this.#bytes);
    const content = this.#file === undefined ? joined(this.#chunks) : null;
    const alone = this.#bytes === (length ?? this.#bytes);
    const sha256 = alone && this.#hash !== undefined ? this.#hash.digest('hex') : null;
    return { bytes: length ?? this.#bytes, etag, lastModified, sha256, content, shared };
  }

  /** Gives up, and removes the file if there is one. */
  async abandon(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.abandon();
    // What cannot be removed now goes with the staging directory; why it was given up matters more.
    await rm(this.#transfer.path, { force: true }).catch(() => {});
  }
}

function joined(chunks: readonly Buffer[]): Buffer {
  const [first = Buffer.alloc(0), ...more] = chunks;
  return more.length === 0 ? first : Buffer.concat(chunks);
}

/** The error of a body that has another length than was announced. */
export function truncated(key: string, expected: number, found: number): TapehaulError {
  return new TapehaulError('truncated', `${key}: ${found} of ${expected} bytes came`, {
    facts: { key, expected, found },
  });
}
