import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ObjectRecord, openCatalog } from './index.ts';

let directory = '';
let path = '';
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tapehaul-catalog-'));
  path = join(directory, '.tapehaul', 'catalog.db');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const run = (runId: string) => ({ runId, flow: 'collect', parameters: { a: 1 } });
const object = (runId: string, key: string): ObjectRecord => ({
  key,
  path: `bronze/${key}`,
  bytes: 10,
  mtimeMs: 1_720_000_000_000.25,
  sha256: 'ab'.repeat(32),
  proof: 'sidecar',
  etag: null,
  runId,
  recordedAt: 1,
});
/** A process id that no process has. */
const DEAD = 2 ** 22 + 1;

function disown(pid: number, heartbeatAt = Date.now()): void {
  const database = new DatabaseSync(path);
  database.prepare('UPDATE runs SET owner_pid = ?, heartbeat_at = ?').run(pid, heartbeatAt);
  database.close();
}

const tasks = (...ids: string[]) => ids.map((taskId) => ({ taskId, input: null }));

describe('a catalog', () => {
  test('keeps planned tasks, their states and held objects over a restart', async () => {
    const catalog = openCatalog(path);
    catalog.startRun(run('r1'));
    expect(await catalog.planTasks('r1', [{ taskId: 'b', input: { size: 1 } }, ...tasks('a', 'b')])).toBe(2);
    expect([...catalog.remainingTasks('r1')]).toEqual([
      { taskId: 'a', input: null },
      { taskId: 'b', input: { size: 1 } },
    ]);
    const at = { updatedAt: 5, errorCode: null, errorMessage: null };
    catalog.recordTask({ runId: 'r1', taskId: 'a', state: 'Completed', final: true, attempts: 1, ...at });
    catalog.recordObject(object('r1', 'a'));
    catalog.endRun('r1', 'Completed', { ok: true });
    catalog.close();

    const again = openCatalog(path);
    expect(again.find('a')).toEqual(object('r1', 'a'));
    expect(again.find('b')).toBeUndefined();
    expect(again.runs()).toMatchObject([{ runId: 'r1', state: 'Completed' }]);
    expect(again.countByState('r1')).toEqual({ Completed: 1, Scheduled: 1 });
    expect([...again.remainingTasks('r1')]).toMatchObject([{ taskId: 'b' }]);
    again.close();
  });

  test('reads many remaining tasks while they are being recorded', async () => {
    const catalog = openCatalog(path);
    catalog.startRun(run('r1'));
    const ids = Array.from({ length: 2_500 }, (_, n) => String(n).padStart(5, '0'));
    await catalog.planTasks('r1', tasks(...ids));
    const seen: string[] = [];
    for (const { taskId } of catalog.remainingTasks('r1')) {
      seen.push(taskId);
      const at = { updatedAt: 5, errorCode: null, errorMessage: null };
      catalog.recordTask({ runId: 'r1', taskId, state: 'Completed', final: true, attempts: 1, ...at });
    }
    expect(seen).toEqual(ids);
    expect(catalog.countByState('r1')).toEqual({ Completed: 2_500 });
    catalog.close();
  });

  test('refuses a second run while a living process owns one', () => {
    const first = openCatalog(path);
    first.startRun(run('r1'));
    const second = openCatalog(path);
    expect(() => second.startRun(run('r2'))).toThrow(
      expect.objectContaining({
        code: 'output_in_use',
        facts: expect.objectContaining({ pid: process.pid }),
      }),
    );
    expect(second.runs()).toHaveLength(1);
    second.close();
    first.close();
  });

  test.each([
    ['process is gone', DEAD, Date.now()],
    ['heart has stopped, though its process id lives on', process.pid, Date.now() - 120_000],
  ])('takes a run whose owner’s %s for crashed', async (_, pid, heartbeatAt) => {
    const first = openCatalog(path);
    first.startRun(run('r1'));
    await first.planTasks('r1', tasks('a'));
    first.close();
    disown(pid, heartbeatAt);
    const second = openCatalog(path);
    second.startRun(run('r2'));
    expect(second.runs().find(({ runId }) => runId === 'r1')?.state).toBe('Crashed');
    expect(second.countByState('r1')).toEqual({ Crashed: 1 });
    second.close();
  });

  test('keeps rows that could not be written, and says so with the next one', async () => {
    const catalog = openCatalog(path);
    catalog.startRun(run('r1'));
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    catalog.recordObject(object('r1', 'a'));
    const locked = expect.objectContaining({ code: 'catalog_failed' });
    expect(() => catalog.flush()).toThrow(locked);
    other.exec('ROLLBACK');
    other.close();
    catalog.flush();
    expect(catalog.find('a')).toEqual(object('r1', 'a'));
    catalog.close();
  });

  test('takes a run of a process with our own id, but before us, for crashed', () => {
    const first = openCatalog(path);
    first.startRun(run('r1'));
    first.close();
    const database = new DatabaseSync(path);
    database.exec("UPDATE runs SET run_id = 'r0'");
    database.close();
    const second = openCatalog(path);
    second.startRun(run('r2'));
    expect(second.runs().find(({ runId }) => runId === 'r0')?.state).toBe('Crashed');
    second.close();
  });

  test('made by a newer version is refused', () => {
    openCatalog(path).close();
    const database = new DatabaseSync(path);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openCatalog(path)).toThrow(expect.objectContaining({ code: 'catalog_newer', exitCode: 2 }));
  });

  test('that cannot be opened is an error that names the file', () => {
    expect(() => openCatalog('/dev/null/catalog.db')).toThrow(
      expect.objectContaining({ code: 'catalog_failed', facts: { path: '/dev/null/catalog.db' } }),
    );
  });
});
