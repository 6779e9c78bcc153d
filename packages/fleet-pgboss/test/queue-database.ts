import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { afterAll, beforeAll } from 'vitest';
import { migrateQueue } from '../src/index.ts';

/** Seconds without a heartbeat after which a worker of the tests is dead: the least that pg-boss takes. */
const HEARTBEAT_SECONDS = 10;

/** A PostgreSQL of one test file. */
export interface QueueDatabase {
  readonly server: Postgres;
  /** Makes a new database with an empty queue, and gives its URL. */
  create(): Promise<string>;
}

/** Starts a PostgreSQL for the tests of a file. */
export function queueDatabase(durable = false): QueueDatabase {
  let server: Postgres | undefined;
  let count = 0;
  const started = (): Postgres => {
    if (server === undefined) throw new Error('no server before the tests');
    return server;
  };
  beforeAll(async () => {
    server = await startPostgres({ durable });
  });
  afterAll(() => server?.close());
  return {
    get server() {
      return started();
    },
    async create() {
      const url = await started().createDatabase(`queue_${++count}`);
      await migrateQueue(url, HEARTBEAT_SECONDS);
      return url;
    },
  };
}
