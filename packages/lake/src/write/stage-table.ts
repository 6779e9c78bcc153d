import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Durability, makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import type { TableRows } from '../rows/table-rows.ts';
import type { TableWriter } from './table-writer.ts';

/** How a table is staged. */
export interface StagingOptions {
  /** Absolute path of a folder for files in progress, on the file system of the output directory. It is made where it is missing. */
  readonly staging: string;
  /** Kept in the file as key and value. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `none` leaves out the sync. */
  readonly durability: Durability;
}

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
 * Writes rows to a new file in the staging folder, makes it durable and takes its digest. Rejects with what the writer says, or
 * with the TapehaulError of a fault of the file system; the file is then removed.
 */
export async function stageTable(
  writer: TableWriter,
  rows: TableRows,
  { staging, metadata, durability }: StagingOptions,
  signal: AbortSignal,
): Promise<StagedTable> {
  const path = join(staging, `${randomUUID()}.parquet`);
  try {
    await makeDirectory(staging);
    await writer.write(rows, { path, metadata }, signal);
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
