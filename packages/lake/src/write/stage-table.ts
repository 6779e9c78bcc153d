import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Durability, makeDirectory } from '@tapehaul/downloader';
import { asTapehaulError } from '@tapehaul/errors';
import { type StagedTable, stageFile } from '../parquet/stage-file.ts';
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
  await makeDirectory(staging).catch((thrown: unknown) => {
    throw asTapehaulError(thrown, signal);
  });
  return stageFile(path, durability, signal, () => writer.write(rows, { path, metadata }, signal));
}
