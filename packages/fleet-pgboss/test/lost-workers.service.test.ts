import { createInterface } from 'node:readline';
import { batchRef, refId } from '@tapehaul/fleet';
import { execa } from 'execa';
import pg from 'pg';
import { expect, test } from 'vitest';
import { openPgboss } from '../src/index.ts';
import { queueDatabase } from './queue-database.ts';

const database = queueDatabase(true);
const PACE = { pollMs: 50, beatMs: 500 };

function after(count: number): {
  readonly reached: Promise<void>;
  readonly add: (id: string) => void;
  readonly ids: string[];
} {
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  const ids: string[] = [];
  const add = (id: string): void => {
    if (ids.push(id) >= count) resolve();
  };
  return { reached, add, ids };
}

test('the batches of a killed worker are worked on by another one', { timeout: 60_000 }, async () => {
  const url = await database.create();
  const engine = await openPgboss({ url, ...PACE });
  await engine.offer([1, 2].map((no) => batchRef('run', no)));
  const child = execa(
    process.execPath,
    ['--conditions=@tapehaul/source', `${import.meta.dirname}/serve-child.ts`, url],
    { reject: false },
  );
  let begun = 0;
  for await (const _ of createInterface(child.stdout)) if (++begun === 2) break;
  const { reached, add, ids } = after(2);
  engine.serve(2, async (batch) => {
    add(refId(batch));
    return 'done';
  });
  child.kill('SIGKILL');
  await reached;
  expect(ids.sort()).toEqual(['run/1', 'run/2']);
  await engine.close();
});

test('workers outlive a PostgreSQL that is killed and started again, and no batch is lost', {
  timeout: 60_000,
}, async () => {
  const url = await database.create();
  const troubles: string[] = [];
  const engine = await openPgboss({ url, ...PACE, onTrouble: ({ message }) => troubles.push(message) });
  await engine.offer(Array.from({ length: 40 }, (_, no) => batchRef('run', no + 1)));
  const { reached: begun, add: begin } = after(5);
  const { reached: all, add, ids } = after(40);
  const held = Promise.withResolvers<void>();
  engine.serve(4, async (batch) => {
    begin(refId(batch));
    if (batch.no <= 4) await held.promise;
    add(refId(batch));
    begin(refId(batch));
    return 'done';
  });
  const other = engine.serve(1, async (batch) => {
    add(refId(batch));
    begin(refId(batch));
    return 'done';
  });
  await begun;
  await database.server.kill();
  await expect(engine.offer([batchRef('run', 99)])).rejects.toMatchObject({ code: 'engine_unavailable' });
  held.resolve();
  await database.server.start();
  await all;
  expect([...new Set(ids)].sort((one, two) => Number(one.slice(4)) - Number(two.slice(4)))).toEqual(
    Array.from({ length: 40 }, (_, no) => `run/${no + 1}`),
  );
  expect(troubles.join()).not.toContain('postgres://');
  await other.stop();
  await engine.close();
});

test('a batch of a newer release is given back, for a worker that understands it', {
  timeout: 60_000,
}, async () => {
  const url = await database.create();
  const engine = await openPgboss({ url, ...PACE });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `INSERT INTO tapehaul_queue.job (name, data, policy, singleton_key) VALUES ('batches', '{"v":2,"slice":[1,2]}', 'exclusive', 'newer')`,
  );
  const worked: string[] = [];
  const serving = engine.serve(1, async (batch) => {
    worked.push(refId(batch));
    return 'done';
  });
  const waiting = async (): Promise<number> => {
    const { rows } = await client.query(
      `SELECT count(*) FILTER (WHERE state = 'created' AND start_after > now() AND singleton_key = 'newer') AS count FROM tapehaul_queue.job`,
    );
    return Number(rows[0]?.count);
  };
  while ((await waiting()) === 0) await engine.backlog();
  expect(worked).toEqual([]);
  await serving.stop();
  await client.end();
  await engine.close();
});

test('a server that cannot be reached, and a queue that was not created, are one clear error', async () => {
  const url = await database.server.createDatabase('empty');
  await expect(openPgboss({ url })).rejects.toMatchObject({
    code: 'engine_unavailable',
    message: `the queue in the PostgreSQL at 127.0.0.1:${database.server.port}/empty was not created`,
    hint: 'Run tapehaul migrate once.',
  });
  const nowhere = 'postgres://tapehaul:secret@127.0.0.1:1/records';
  const error = await openPgboss({ url: nowhere }).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({
    code: 'engine_unavailable',
    hint: expect.stringContaining('Start this PostgreSQL'),
  });
  expect(JSON.stringify(error)).not.toContain('secret');
});
