import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeDirectory } from '@tapehaul/downloader';
import type { BucketTarget } from '@tapehaul/s3';
import { tableStaging } from '../../directory.ts';
import { bucketSources } from '../../storage/bucket-sources.ts';
import { BucketPresence, type BucketPresenceOptions } from './bucket-presence.ts';
import type { TableStorage } from './table-storage.ts';

/** A bucket, and what of its tables is worked on. */
export interface BucketTablesOptions extends BucketPresenceOptions {
  /** Output directory, absolute: files in progress are in it. */
  readonly root: string;
  readonly target: BucketTarget;
}

/**
 * The tables and files of a bucket. The files of a month are copied to this machine, its partitions are built there, and each is put into the
 * bucket by one request, or in parts that appear together: its SHA-256 is compared by the server, or on its way.
 */
export function bucketTables(options: BucketTablesOptions): TableStorage {
  const { root, target } = options;
  const staging = tableStaging(root);
  const sources = bucketSources(target, staging);
  const presence = new BucketPresence(options);
  return {
    address: target.locate(''),
    sources,
    ahead: 1,
    present: (paths) => presence.present(paths),
    async openMonth(wanted, signal) {
      await makeDirectory(staging);
      const open = await sources.open(wanted, signal);
      const folder = await mkdtemp(join(staging, 'built-'));
      return {
        ...{ sources: open.sources, root: folder, staging: folder, durability: 'none' },
        async publish({ path, bytes, sha256 }, stop) {
          const file = join(folder, path);
          await target.put({ kind: 'file', path: file, size: bytes }, path, sha256, stop);
          presence.add(path);
          await rm(file, { force: true });
        },
        async [Symbol.asyncDispose]() {
          await open[Symbol.asyncDispose]();
          await rm(folder, { recursive: true, force: true });
        },
      };
    },
  };
}
