import { TapehaulError } from '@tapehaul/errors';
import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import manifest from 'pg-boss/package.json' with { type: 'json' };
import { z } from 'zod';
import { QUEUE_SCHEMA } from './queue.ts';
import { queueError, shownPlace } from './queue-error.ts';

/** Version of the tables that the installed pg-boss reads and writes. */
const { pgboss } = z.object({ pgboss: z.object({ schema: z.int() }) }).parse(manifest);

const FOUND = z.array(z.object({ found: z.boolean() }));
const VERSIONS = z.array(z.object({ version: z.int() }));
/** Longest wait for a connection, in milliseconds. */
const CONNECT_MS = 10_000;

/** How a queue is opened. */
export interface BossOptions {
  /** Name of this process among the connections of the server. */
  readonly name: string;
  /** Receives what goes wrong beside a call, such as while it supervises the queue. */
  readonly onTrouble: (error: Error) => void;
}

/**
 * Opens the queue of a PostgreSQL; its tables stay as they are. Rejects with a TapehaulError `engine_unavailable` when it cannot be reached, was not
 * created, or has tables of another version.
 */
export async function openBoss(url: string, { name, onTrouble }: BossOptions): Promise<PgBoss> {
  await requireQueue(url, name);
  const boss = new PgBoss({
    connectionString: url,
    schema: QUEUE_SCHEMA,
    application_name: name,
    migrate: false,
    createSchema: false,
    schedule: false,
    // By default a minute each: batches of a dead worker would wait as long.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    max: 2,
  });
  boss.on('error', onTrouble);
  try {
    return await boss.start();
  } catch (thrown) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw queueError(url, thrown);
  }
}

/** Rejects unless the queue is of the version that the installed pg-boss knows: it refuses an older one, and uses a newer one as if it knew it. */
async function requireQueue(url: string, name: string): Promise<void> {
  const version = await queueVersion(url, name);
  if (version === pgboss.schema) return;
  const isNewer = version !== null && version > pgboss.schema;
  const [what, hint] = isNewer
    ? [`is of version ${version}; this release knows ${pgboss.schema}`, 'Update tapehaul on this machine.']
    : [version === null ? 'was not created' : `is of version ${version}`, 'Run tapehaul migrate once.'];
  throw new TapehaulError('engine_unavailable', `the queue in ${shownPlace(url)} ${what}`, { hint });
}

/** Version of the tables; null where there are none. */
async function queueVersion(url: string, name: string): Promise<number | null> {
  const client = new Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query('SELECT to_regclass($1) IS NOT NULL AS found', [
      `${QUEUE_SCHEMA}.version`,
    ]);
    if (!FOUND.parse(found.rows)[0]?.found) return null;
    const { rows } = await client.query(`SELECT version FROM ${QUEUE_SCHEMA}.version`);
    return VERSIONS.parse(rows)[0]?.version ?? null;
  } catch (thrown) {
    throw queueError(url, thrown);
  } finally {
    await client.end().catch(() => {});
  }
}
