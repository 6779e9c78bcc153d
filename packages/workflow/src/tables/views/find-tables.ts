import { resolve } from 'node:path';
import { closeQuietly, openRecord } from '../../record.ts';
import type { RequestedDays } from '../../result/days/requested-series.ts';
import { type StorageSettings, storageOf } from '../../storage/recorded-bucket.ts';
import { type BuiltSeries, builtSeries } from './built-series.ts';
import { recordedSeries } from './recorded-series.ts';
import { tablesAddress } from './view-text.ts';

/** Tables that can be read. */
export interface FoundTables {
  /** Where they stand. */
  readonly storage: StorageSettings;
  /** Absolute path, or address in the bucket, of the folder of all tables. */
  readonly address: string;
  readonly series: readonly BuiltSeries[];
}

/**
 * The series of which tables stand below an output directory, or in the bucket of its newest collection: those of folders, of a bucket those of
 * the record; no request is sent. Rejects with a TapehaulError when a folder or the record cannot be read.
 */
export async function findTables(outputDirectory: string, request: RequestedDays): Promise<FoundTables> {
  const storage = await storageOf(outputDirectory);
  const address = tablesAddress({ outputDirectory, storage });
  if (storage.type === 'local')
    return { storage, address, series: await builtSeries(outputDirectory, request) };
  const record = await openRecord(resolve(outputDirectory));
  try {
    return { storage, address, series: await recordedSeries(record, request) };
  } finally {
    await closeQuietly(record);
  }
}
