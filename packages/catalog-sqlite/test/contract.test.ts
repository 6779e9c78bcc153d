import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { catalogContract, keyListsContract, type RecordUnderTest } from '@tapehaul/catalog/contract';
import { openCatalog } from '../src/index.ts';

async function newRecord(): Promise<RecordUnderTest> {
  const directory = mkdtempSync(join(tmpdir(), 'tapehaul-contract-'));
  const path = join(directory, 'catalog.db');
  return {
    open: async () => openCatalog(path),
    async expireLeases() {
      const database = new DatabaseSync(path);
      database.exec(`UPDATE runs SET owner_process_start = NULL, heartbeat_at = heartbeat_at - 120000;
        UPDATE batches SET held_until = 0`);
      database.close();
    },
    discard: async () => rmSync(directory, { recursive: true, force: true }),
  };
}

catalogContract('a record in SQLite', newRecord);
keyListsContract(newRecord);
