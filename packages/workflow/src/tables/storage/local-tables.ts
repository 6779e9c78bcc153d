import { tableStaging } from '../../directory.ts';
import { localSources } from '../../storage/source-files.ts';
import { presentPartitions } from './present-partitions.ts';
import type { TableStorage } from './table-storage.ts';

/** The tables and files of an output directory; `root` is its absolute path. Partitions are built in their place. */
export function localTables(root: string): TableStorage {
  const sources = localSources(root);
  return {
    address: root,
    sources,
    ahead: 0,
    present: (paths) => presentPartitions(root, paths),
    async openMonth(wanted, signal) {
      const open = await sources.open(wanted, signal);
      return { ...open, root, staging: tableStaging(root), durability: 'file', publish: async () => {} };
    },
  };
}
