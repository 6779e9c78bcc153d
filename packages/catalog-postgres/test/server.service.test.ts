import { randomUUID } from 'node:crypto';
import { everyRow } from '@tapehaul/catalog';
import { type Postgres, startPostgres } from '@tapehaul/testkit/postgres';
import { freePort } from '@tapehaul/testkit/services';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateRecord, postgresRecords } from '../src/index.ts';
import { NAME, object, run, tasks } from './test-rows.ts';

let server: Postgres;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

const database = (): Promise<string> => server.createDatabase(`d${randomUUID().replaceAll('-', '')}`);

/** Runs a statement in a database. */
async function execute(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('a database', () => {
  test('that is not migrated is refused with what to run, and is left as it is', async () => {
    const url = await database();
    const records = postgresRecords(url);
    const refused = expect.objectContaining({
      code: 'catalog_failed',
      hint: expect.stringContaining('tapehaul migrate'),
      facts: expect.objectContaining({ found: 0 }),
    });
    await expect(records.open('/data')).rejects.toThrow(refused);
    await expect(records.read('/data')).rejects.toThrow(refused);
    await expect(records.find('/data')).rejects.toThrow(refused);
    await expect(records.restoreRuns('/data', [])).rejects.toThrow(refused);
    expect(await execute(url, "SELECT 1 FROM pg_namespace WHERE nspname = 'tapehaul'")).toEqual([]);
  });

  test('is migrated once, however many processes do it at once', async () => {
    const url = await database();
    const migrated = await Promise.all(Array.from({ length: 4 }, () => migrateRecord(url)));
    expect(migrated.filter(({ from }) => from === 0)).toHaveLength(1);
    expect(new Set(migrated.map(({ to }) => to)).size).toBe(1);
    expect(await migrateRecord(url)).toEqual({ from: migrated[0]?.to, to: migrated[0]?.to });
    await (await postgresRecords(url).open('/data')).close();
  });

  test('that a newer tapehaul has migrated is refused, by migrations too', async () => {
    const url = await database();
    await migrateRecord(url);
    await execute(url, 'INSERT INTO tapehaul.migrations (version) VALUES (99)');
    const newer = expect.objectContaining({
      code: 'catalog_newer',
      facts: expect.objectContaining({ found: 99 }),
    });
    await expect(postgresRecords(url).open('/data')).rejects.toThrow(newer);
    await expect(postgresRecords(url).inspect('/data')).rejects.toThrow(newer);
    await expect(migrateRecord(url)).rejects.toThrow(newer);
  });

  test('whose server does not answer is one error with host, port and database, without the password', async () => {
    const port = await freePort();
    const url = `postgres://ann:hunter22@127.0.0.1:${port}/records`;
    const unreachable = expect.objectContaining({
      code: 'catalog_failed',
      message: expect.stringContaining(`records on 127.0.0.1:${port} cannot be reached`),
      facts: { host: '127.0.0.1', port, database: 'records', unreachable: true },
      hint: expect.stringContaining('Start PostgreSQL'),
    });
    const records = postgresRecords(url);
    await expect(records.open('/data')).rejects.toThrow(unreachable);
    await expect(records.read('/data')).rejects.toThrow(unreachable);
    await expect(records.below('/data')).rejects.toThrow(unreachable);
    const error: unknown = await records.open('/data').catch((thrown: unknown) => thrown);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('hunter22');
    expect(records.locate('/data')).toBe(`/data in the database records on 127.0.0.1:${port}`);
  });

  test('that the server does not have is named, with what to do', async () => {
    const url = `${server.url.slice(0, server.url.lastIndexOf('/'))}/none`;
    await expect(postgresRecords(url).open('/data')).rejects.toThrow(
      expect.objectContaining({
        code: 'catalog_failed',
        hint: expect.stringContaining('Create the database'),
        facts: expect.objectContaining({ sqlState: '3D000' }),
      }),
    );
  });

  test('whose server has no TLS, although its address requires it, is one error with what to do', async () => {
    const url = new URL(await database());
    url.searchParams.set('sslmode', 'verify-full');
    await expect(postgresRecords(url.href).open('/data')).rejects.toThrow(
      expect.objectContaining({
        code: 'catalog_failed',
        message: expect.stringContaining('cannot be used with TLS'),
        hint: expect.stringContaining('ssl = on'),
      }),
    );
  });

  test('that was closed is refused to all who use it then', async () => {
    const url = await database();
    await migrateRecord(url);
    const catalog = await postgresRecords(url).open('/data');
    await catalog.startRun(run('r1'));
    await catalog.close();
    await catalog.close();
    const closed = expect.objectContaining({
      code: 'catalog_failed',
      message: expect.stringContaining('is closed'),
    });
    await expect(catalog.runs()).rejects.toThrow(closed);
    await expect(catalog.find('a')).rejects.toThrow(closed);
    await expect(catalog.startRun(run('r2'))).rejects.toThrow(closed);
  });
});

describe('a user', () => {
  test('with rights on rows alone works on a record, and one that may only read reads it', async () => {
    const url = await database();
    await migrateRecord(url);
    await execute(
      url,
      `CREATE ROLE worker LOGIN; CREATE ROLE reader LOGIN; GRANT USAGE ON SCHEMA tapehaul TO worker, reader;
       GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA tapehaul TO worker;
       GRANT SELECT ON ALL TABLES IN SCHEMA tapehaul TO reader;`,
    );
    const as = (user: string): string => url.replace('//tapehaul@', `//${user}@`);
    const owner = await postgresRecords(as('worker')).open('/data');
    await owner.startRun(run('r1'));
    await owner.planTasks('r1', tasks('a', 'b'));
    expect((await owner.claim('r1', { name: NAME, holder: 'h' }))?.tasks).toHaveLength(2);
    owner.recordObject(object('r1', 'a'));
    await owner.settled();
    const reader = await postgresRecords(as('reader')).read('/data');
    expect(await reader.counts('r1')).toEqual({ Scheduled: { tasks: 2, bytes: 0 } });
    expect(await reader.find('a')).toEqual(object('r1', 'a'));
    await reader.close();
    await expect(postgresRecords(as('reader')).open('/other')).rejects.toThrow(
      expect.objectContaining({
        code: 'catalog_failed',
        facts: expect.objectContaining({ sqlState: '42501' }),
      }),
    );
    await owner.close();
  });

  test('that has no connection left, or no time for a statement, is reported with what to change', async () => {
    const url = await database();
    await migrateRecord(url);
    await execute(
      url,
      `CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE ROLE hurried LOGIN; ALTER ROLE hurried SET statement_timeout = '250ms';
       GRANT USAGE ON SCHEMA tapehaul TO hurried; GRANT SELECT ON ALL TABLES IN SCHEMA tapehaul TO hurried;`,
    );
    const found = (user: string) =>
      postgresRecords(url.replace('//tapehaul@', `//${user}@`)).inspect('/data');
    await expect(found('crowded')).rejects.toThrow(
      expect.objectContaining({
        message: expect.stringContaining('cannot be reached: too many connections for role "crowded"'),
        hint: expect.stringContaining('max_connections'),
      }),
    );
    const other = new Client({ connectionString: url });
    await other.connect();
    try {
      await other.query('BEGIN; LOCK TABLE tapehaul.records');
      await expect(found('hurried')).rejects.toThrow(
        expect.objectContaining({ hint: expect.stringContaining('statement_timeout') }),
      );
    } finally {
      await other.end();
    }
  });
});

describe('texts', () => {
  test('stand in the order of code points, whatever the locale of the database is', async () => {
    const url = await database();
    await migrateRecord(url);
    const [locale] = await execute(url, "SELECT 'a' < 'B' AS mixed, 'ä' < 'b' AS umlauts");
    expect(locale).toEqual({ mixed: true, umlauts: true });
    const owner = await postgresRecords(url).open('/data');
    await owner.startRun(run('r1'));
    const keys = ['a', 'B', 'ä', 'b', 'é', 'Z', '币安', '𐐷', '\u{fffd}', 'a-b', 'a_b', 'ab'];
    for (const key of keys) owner.recordObject(object('r1', key));
    await owner.planTasks('r1', tasks(...keys));
    const bytes = (text: string): string => Buffer.from(text).toString('hex');
    const sorted = keys.toSorted((a, b) => (bytes(a) < bytes(b) ? -1 : 1));
    expect(await Array.fromAsync(everyRow(owner.held()), ({ key }) => key)).toEqual(sorted);
    const { rows } = await owner.tasks('r1', { keys: { prefix: '' } });
    expect(rows.map(({ taskId }) => taskId)).toEqual(sorted);
    await owner.close();
  });

  test('with a character that PostgreSQL has no place for are stored without it', async () => {
    const url = await database();
    await migrateRecord(url);
    const owner = await postgresRecords(url).open('/data');
    await owner.startRun(run('r1'));
    const line = { runId: 'r1', taskId: null, attempt: null, at: 1, level: 'info' } as const;
    owner.recordLog({ ...line, message: 'before\0behind' });
    owner.recordLog({ ...line, message: 'half \ud800 a pair' });
    await owner.settled();
    const { rows } = await owner.logs('r1');
    expect(rows.map(({ message }) => message)).toEqual(['before\u{fffd}behind', 'half \u{fffd} a pair']);
    await owner.close();
  });
});
