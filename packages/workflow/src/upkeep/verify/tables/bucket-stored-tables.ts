import type { BucketTarget } from '@tapehaul/s3';
import { TABLES_FOLDER } from '@tapehaul/tables';
import { bucketDigest } from '../../../storage/bucket-copy.ts';
import { bucketSources } from '../../../storage/bucket-sources.ts';
import type { StoredTables } from './stored-tables.ts';

/** The tables of a bucket, whose objects are read whole. */
export function bucketStoredTables(target: BucketTarget): StoredTables {
  return {
    digest: (path, signal) => bucketDigest(target, path, signal),
    exists: async (path, signal) => (await target.find(path, signal)) !== undefined,
    async *all(signal) {
      for await (const files of target.list(`${TABLES_FOLDER}/`, signal))
        for (const { path } of files) yield { path, kind: 'file' };
    },
    locate: (path) => target.locate(path),
    sources: (folder) => bucketSources(target, folder),
  };
}
