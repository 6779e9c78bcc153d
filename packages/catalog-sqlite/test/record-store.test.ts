import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordStoreContract } from '@tapehaul/catalog/contract';
import { recordPath, sqliteRecords } from '../src/index.ts';

recordStoreContract('SQLite files in output directories', () => {
  const root = mkdtempSync(join(tmpdir(), 'tapehaul-records-'));
  const remove = (directory: string): void => {
    for (const part of ['', '-wal', '-shm']) rmSync(`${recordPath(directory)}${part}`, { force: true });
  };
  return {
    records: sqliteRecords,
    root,
    damage(directory) {
      remove(directory);
      writeFileSync(recordPath(directory), 'this is no database '.repeat(1_000));
    },
    remove,
    discard: () => rmSync(root, { recursive: true, force: true }),
  };
});
