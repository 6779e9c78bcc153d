import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { TapehaulError } from '@tapehaul/errors';
import { zipOf } from '@tapehaul/testkit/hostile';
import type { Received, Transfer } from '../src/index.ts';
import { ArchiveEngine } from './archive-engine.ts';
import { failure } from './bench.ts';

/** When every object of an {@link S3Engine} was modified. */
export const MODIFIED = '2025-07-02T00:00:00.000Z';

/** MD5 as 32 hex digits. */
export const md5 = (content: Buffer): string => createHash('md5').update(content).digest('hex');

/** An engine that reports which version of an object the archive has. */
export class S3Engine extends ArchiveEngine {
  readonly readsVersions = true;
  readonly versions: string[] = [];
  etagOf = md5;
  refusal: TapehaulError | undefined;
  readonly #contents = new Map<string, Buffer>();

  override has(key: string, content?: Buffer): Buffer {
    const stored = super.has(key, content);
    this.#contents.set(key, stored);
    return stored;
  }

  override async get(transfer: Transfer, signal: AbortSignal) {
    const content = this.#contents.get(transfer.key);
    const etag = content === undefined ? 'e' : this.etagOf(content);
    if (transfer.versionOnly !== true) return { ...(await super.get(transfer, signal)), etag };
    this.versions.push(transfer.key);
    if (this.refusal !== undefined) throw this.refusal;
    if (content === undefined) throw failure('not_found');
    return { bytes: content.length, etag, lastModified: MODIFIED, sha256: null, content: null };
  }
}

/** An engine that sees neither ETag nor date of what it brings, like s5cmd. */
export class BlindEngine extends ArchiveEngine {
  override async get(transfer: Transfer, signal: AbortSignal): Promise<Received> {
    return { ...(await super.get(transfer, signal)), etag: null, lastModified: null };
  }
}

/** A whole zip of that many random bytes. */
export const zipWith = (bytes: number): Buffer => {
  const data = randomBytes(bytes);
  return zipOf([{ name: 'a.csv', method: 0, size: bytes, crc: crc32(data), data }]);
};
