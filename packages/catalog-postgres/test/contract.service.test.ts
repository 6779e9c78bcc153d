import { randomUUID } from 'node:crypto';
import {
  catalogContract,
  keyListsContract,
  type RecordUnderTest,
  recordStoreContract,
} from '@tapehaul/catalog/contract';
import { postgresRecords } from '../src/index.ts';
import { expireLeases, recordDatabase } from './record-database.ts';

const database = recordDatabase();

async function newRecord(): Promise<RecordUnderTest> {
  const root = `/data/${randomUUID()}`;
  const records = postgresRecords(database.url);
  return {
    open: () => records.open(root),
    expireLeases: () => expireLeases(database, root),
    discard: async () => {},
  };
}

catalogContract('a record in PostgreSQL', newRecord);
keyListsContract(newRecord);

recordStoreContract('a PostgreSQL database', async () => ({
  records: postgresRecords(database.url),
  root: `/data/${randomUUID()}`,
  async damage(root) {
    await database.query('UPDATE tapehaul.records SET format = 0 WHERE root = $1 AND aside_at IS NULL', [
      root,
    ]);
  },
  async remove(root) {
    await database.query('DELETE FROM tapehaul.records WHERE root = $1', [root]);
  },
  discard: async () => {},
}));
