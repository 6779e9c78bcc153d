import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Durability } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';

/** A file of a table that is complete and durable, and that no reader finds yet. */
export interface StagedTable {
  /** Absolute path; never the same twice. */
  readonly path: string;
  /** Bytes. */
  readonly bytes: number;
  /** Digest of the file, 64 hex digits. */
  readonly sha256: string;
}

/** Bytes that are read at once for the digest. */
const CHUNK_BYTES = 2 ** 20;

/**
 * Makes a file that `write` writes durable, and takes its digest. Rejects with what the writer says, or with the TapehaulError of a fault of the
 * file system; the file is then removed.
 */
export async function stageFile(
  path: string,
  durability: Durability,
  signal: AbortSignal,
  write: () => Promise<void>,
): Promise<StagedTable> {
  try {
    await write();
    // Windows syncs only what is open for writing.
    const file = await open(path, 'r+');
    try {
      if (durability !== 'none') await file.sync();
      return { path, ...(await digestOf(file, signal)) };
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(path, { force: true }).catch(() => {});
    throw asTapehaulError(error, signal);
  }
}

async function digestOf(file: FileHandle, signal: AbortSignal): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let bytes = 0; ; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, bytes);
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
    hash.update(buffer.subarray(0, bytesRead));
    bytes += bytesRead;
  }
}
