import { startPostgres } from '@tapehaul/testkit/postgres';
import { Client } from 'pg';
import { afterAll, beforeAll } from 'vitest';
import { migrateRecord } from '../src/index.ts';

/** A PostgreSQL of one test file, with one database of records. */
export interface RecordDatabase {
  /** URL of the database. */
  readonly url: string;
  /** Runs a statement beside the record. */
  query(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** Starts a PostgreSQL for the tests of a file. */
export function recordDatabase(): RecordDatabase {
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let client: Client | undefined;
  let url = '';
  beforeAll(async () => {
    server = await startPostgres();
    url = await server.createDatabase('records');
    await migrateRecord(url);
    client = new Client({ connectionString: url });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.close();
  });
  return {
    get url() {
      return url;
    },
    async query(sql, values) {
      return (await client?.query(sql, values === undefined ? undefined : [...values]))?.rows ?? [];
    },
  };
}

/** Lets all leases of a record run out, by the root of its directory. */
export async function expireLeases({ query }: RecordDatabase, root: string): Promise<void> {
  const of = 'WHERE root = $1 AND aside_at IS NULL';
  await query(
    `UPDATE tapehaul.runs SET lease_until = now() - interval '1 second', heartbeat_at = heartbeat_at - interval '2 minutes'
     WHERE record = (SELECT number FROM tapehaul.records ${of})`,
    [root],
  );
  await query(
    `UPDATE tapehaul.batches SET held_until = now() - interval '1 second'
     WHERE holder IS NOT NULL AND run IN (SELECT id FROM tapehaul.runs WHERE record = (SELECT number FROM tapehaul.records ${of}))`,
    [root],
  );
}
