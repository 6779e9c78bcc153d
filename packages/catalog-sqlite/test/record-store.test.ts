import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordStoreContract } from '@tapehaul/catalog/contract';
import { recordPath, sqliteRecords } from '../src/index.ts';

recordStoreContract('SQLite files in output directories', async () => {
  const root = mkdtempSync(join(tmpdir(), 'tapehaul-records-'));
  const remove = async (directory: string): Promise<void> => {
    for (const part of ['', '-wal', '-shm']) rmSync(`${recordPath(directory)}${part}`, { force: true });
  };
  return {
    records: sqliteRecords,
    root,
    async damage(directory) {
      await remove(directory);
      writeFileSync(recordPath(directory), 'this is no database '.repeat(1_000));
    },
    remove,
    discard: async () => rmSync(root, { recursive: true, force: true }),
  };
});
