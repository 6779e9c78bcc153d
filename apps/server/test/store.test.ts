import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ServiceStore } from '../src/store/service-store.ts';
import { job, open, storePath, tamper } from './opened-store.ts';
import { data } from './service.ts';

const ids = async (store: ServiceStore): Promise<string[]> =>
  (await store.jobs.all()).map(({ run_id }) => run_id);

describe('a store', () => {
  test('that is opened again has what was accepted, in its order, and what came with a key', async () => {
    const first = await open();
    await first.jobs.add(job('r2'), { key: 'k', digest: 'd' });
    await first.jobs.add(job('r1'), null);
    await first.jobs.add(job('r3'), null);
    await first.jobs.remove('r1');
    first.close();
    const second = await open();
    expect(await second.jobs.all()).toEqual([job('r2'), job('r3')]);
    expect(await second.requests.find('k')).toEqual({ key: 'k', digest: 'd', runId: 'r2' });
    expect(await second.requests.find('K')).toBeUndefined();
  });

  test('stores nothing of a request that came before, and gives that one', async () => {
    const store = await open();
    expect(await store.jobs.add(job('r1'), { key: 'k', digest: 'd' })).toBeUndefined();
    const again = await store.jobs.add(job('r2'), { key: 'k', digest: 'other' });
    expect(again).toEqual({ key: 'k', digest: 'd', runId: 'r1' });
    expect(await ids(store)).toEqual(['r1']);
  });

  test('remembers the latest 10,000 keys', async () => {
    (await open()).close();
    tamper((database) => {
      const insert = database.prepare("INSERT INTO requests (key, digest, run_id) VALUES (?, 'd', 'r')");
      database.exec('BEGIN');
      for (let at = 0; at < 10_000; at += 1) insert.run(`k${at}`);
      database.exec('COMMIT');
    });
    const store = await open();
    await store.jobs.add(job('r1'), { key: 'new', digest: 'd' });
    const found = await Promise.all(['k0', 'k1', 'new'].map((key) => store.requests.find(key)));
    expect(found.map((it) => it?.key)).toEqual([undefined, 'k1', 'new']);
  });

  const runId = fc.constantFrom('r1', 'r2', 'r3', 'r4');
  const step = fc.oneof(
    fc.record({
      kind: fc.constant('add' as const),
      runId,
      key: fc.option(fc.constantFrom('a', '__proto__')),
    }),
    fc.record({ kind: fc.constant('remove' as const), runId }),
    fc.record({ kind: fc.constant('reopen' as const) }),
  );

  test('has what was added and not removed, whatever happens in whichever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const store = { now: await open() };
        for (const left of await ids(store.now)) await store.now.jobs.remove(left);
        tamper((database) => database.exec('DELETE FROM requests'));
        const expected: string[] = [];
        const keys = new Map<string, string>();
        for (const it of steps) {
          if (it.kind === 'reopen') {
            store.now.close();
            store.now = await open();
          } else if (it.kind === 'remove') {
            await store.now.jobs.remove(it.runId);
            if (expected.includes(it.runId)) expected.splice(expected.indexOf(it.runId), 1);
          } else {
            const known = await store.now.jobs.add(job(it.runId), it.key && { key: it.key, digest: 'd' });
            expect(known?.runId).toBe(it.key === null ? undefined : keys.get(it.key));
            if (known !== undefined) continue;
            if (it.key !== null) keys.set(it.key, it.runId);
            if (!expected.includes(it.runId)) expected.push(it.runId);
          }
          expect(await ids(store.now)).toEqual(expected);
        }
        store.now.close();
      }),
      { numRuns: 25 },
    );
  });

  test('reports a job that it cannot read once, keeps it, and lets its request come again', async () => {
    const first = await open();
    await first.jobs.add(job('r1'), { key: 'k', digest: 'd' });
    await first.jobs.add(job('r2'), null);
    first.close();
    tamper((database) => database.exec(`UPDATE jobs SET job = '{"run_id":"r1"}' WHERE run_id = 'r1'`));
    const reported: unknown[] = [];
    const second = await open({ onError: (error) => reported.push(error) });
    expect([await ids(second), await ids(second)]).toEqual([['r2'], ['r2']]);
    expect(reported).toEqual([
      expect.objectContaining({
        code: 'store_failed',
        message: expect.stringMatching(/queued run r1 .*service\.db/),
      }),
    ]);
    expect(await second.jobs.add(job('r3'), { key: 'k', digest: 'd' })).toBeUndefined();
    second.close();
    tamper((database) => {
      const kept = database.prepare('SELECT run_id FROM jobs WHERE unreadable IS NOT NULL').all();
      expect(kept).toEqual([{ run_id: 'r1' }]);
    });
  });
});

describe('the owner of a store', () => {
  afterEach(() => vi.useRealTimers());

  test('is the only one, by name, until it closes it', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({
      code: 'output_in_use',
      message: expect.stringContaining(`process ${process.pid} on `),
      hint: expect.stringContaining('--data'),
    });
    first.close();
    await open();
  });

  test('that another took for dead is notified, and writes nothing more', async () => {
    vi.useFakeTimers({ now: Date.now() });
    const onLost = vi.fn();
    const lost = await open({ onLost });
    await lost.jobs.add(job('r1'), null);
    // As of another host that was silent for too long.
    tamper((database) => database.exec("UPDATE owner SET host = 'elsewhere.example', heartbeat_at = 0"));
    const owner = await open();
    const refused = { code: 'output_in_use', message: expect.stringContaining('another service') };
    await expect(lost.jobs.add(job('r2'), null)).rejects.toMatchObject(refused);
    await expect(lost.jobs.remove('r1')).rejects.toMatchObject(refused);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(onLost).toHaveBeenCalledOnce();
    lost.close();
    expect(await ids(owner)).toEqual(['r1']);
    await owner.jobs.add(job('r3'), null);
  });

  test('on another host is alive for a minute after its last sign', async () => {
    (await open()).close();
    const takenAt = (heartbeatAt: number) =>
      tamper((database) =>
        database
          .prepare("INSERT OR REPLACE INTO owner VALUES (1, 'x', 7, 'elsewhere.example', NULL, NULL, ?)")
          .run(heartbeatAt),
      );
    takenAt(Date.now());
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining('elsewhere.example') });
    takenAt(Date.now() - 61_000);
    await open();
  });
});

describe('a store that cannot be used is refused by name, and stays as it is:', () => {
  test.each<[string, string, (path: string) => Promise<void> | void]>([
    ['text', 'store_malformed', (path) => writeFile(path, 'no database at all, only text. '.repeat(99))],
    [
      'a database of another program',
      'store_malformed',
      (path) => {
        const database = new DatabaseSync(path);
        database.exec('DROP TABLE jobs; PRAGMA application_id = 1');
        database.close();
      },
    ],
    ['a newer version', 'store_newer', () => tamper((database) => database.exec('PRAGMA user_version = 99'))],
    [
      'a damaged page',
      'store_malformed',
      async (path) => {
        const bytes = await readFile(path);
        // The first page is the head of the file and its list of tables.
        await writeFile(path, bytes.fill(0x5a, 4_096 * 2));
      },
    ],
  ])('%s', async (_, code, damage) => {
    const first = await open();
    await first.jobs.add(job('r1'), null);
    first.close();
    await damage(storePath());
    const before = await readFile(storePath());
    await expect(open()).rejects.toMatchObject({
      code,
      message: expect.stringContaining(storePath()),
      hint: expect.stringMatching(/\w/),
    });
    expect((await readFile(storePath())).equals(before)).toBe(true);
  });

  test('a link', async () => {
    (await open()).close();
    await symlink(join(data, 'elsewhere'), `${storePath()}-wal`);
    await expect(open()).rejects.toMatchObject({
      code: 'config_invalid',
      message: expect.stringContaining('a symbolic link'),
    });
  });
});
