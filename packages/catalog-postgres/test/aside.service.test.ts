import { randomUUID } from 'node:crypto';
import { seriesParts } from '@tapehaul/archive';
import type { DisputeRecord } from '@tapehaul/catalog';
import { describe, expect, test } from 'vitest';
import { postgresRecords } from '../src/index.ts';
import { expireLeases, recordDatabase } from './record-database.ts';
import { NAME, object, run, tasks, walk } from './test-rows.ts';

const database = recordDatabase();

const dispute: DisputeRecord = {
  ...{ key: 'disputed', path: 'bronze/disputed', quarantinePath: null, bytes: 10, sha256: 'ab'.repeat(32) },
  ...{ series: seriesParts('spot/trades/BTCUSDT'), partition: 'daily', period: '2025-07-01' },
  ...{
    publishedSha256: 'cd'.repeat(32),
    etag: 'e1',
    lastModified: null,
    sidecarEtag: null,
    sidecarModified: null,
  },
  ...{ firstRunId: 'r1', firstSeenAt: 1, lastRunId: 'r1', lastSeenAt: 2, state: 'open' },
  ...{ decidedBy: null, decidedAt: null, reason: null },
};

describe('a record that is put aside', () => {
  test('is read to rebuild the next one: its runs, former versions, disputes and objects', async () => {
    const root = `/data/${randomUUID()}`;
    const records = postgresRecords(database.url);
    const owner = await records.open(root);
    await owner.startRun(run('r1'));
    owner.recordObject(object('r1', 'a', { etag: 'x' }));
    const version = { key: 'a', path: null, bytes: 1, sha256: null, etag: 'w', lastModified: null };
    owner.recordVersion({ ...version, runId: 'r1', supersededAt: 2 });
    owner.recordDispute(dispute);
    owner.endPlan('r1');
    owner.endRun('r1', 'Completed', { ok: true });
    await owner.startRun(run('r2'));
    await owner.planTasks('r2', tasks('b', 'c'));
    owner.endPlan('r2');
    walk(owner, 'r2', 'b', ['Running', 'Completed']);
    await owner.settled();

    const kept = await records.setAside(root);
    expect(await records.keptAside(root)).toBe(kept);
    const aside = await records.openDamaged(root);
    if (aside === undefined) return expect.unreachable('a record was put aside');
    const runs = await aside.runs();
    // What had not ended has crashed, and is not planned to its end while it has tasks left.
    expect(runs).toMatchObject([
      {
        runId: 'r1',
        state: 'Completed',
        parameters: { a: 1 },
        result: { ok: true },
        endedAt: expect.any(Number),
      },
      { runId: 'r2', state: 'Crashed', plannedAt: null, result: null, endedAt: expect.any(Number) },
    ]);
    expect(await aside.versions()).toEqual([{ ...version, runId: 'r1', supersededAt: 2 }]);
    expect(await aside.disputes()).toEqual([dispute]);
    expect(await aside.object('a')).toMatchObject({ etag: 'x', sha256: object('r1', 'a').sha256 });
    expect(await aside.object('none')).toBeUndefined();
    expect([...aside.unread]).toEqual([]);
    await aside.close();

    expect(await records.restoreRuns(root, runs)).toBe(2);
    const reader = await records.read(root);
    expect((await reader.runs()).rows.map(({ runId, state }) => [runId, state])).toEqual([
      ['r2', 'Crashed'],
      ['r1', 'Completed'],
    ]);
    await reader.close();
    await owner.close().catch(() => {});
  });
});

describe('a record whose owner is dead', () => {
  test('is shown with nothing in progress, as it is once its run is marked, and continues from there', async () => {
    const root = `/data/${randomUUID()}`;
    const records = postgresRecords(database.url);
    const dead = await records.open(root);
    await dead.startRun(run('r1'));
    await dead.planTasks('r1', tasks('a', 'b', 'c'));
    const now = Date.now();
    for (const taskId of ['a', 'b']) walk(dead, 'r1', taskId, ['Running'], { at: now - 60_000 });
    await dead.settled();
    await expireLeases(database, root);
    const reader = await records.open(root);
    const span = { from: now - 120_000, to: now + 60_000, slices: 3 };
    const seen = async () => ({
      active: (await reader.timeline('r1', span)).map(({ active }) => active),
      crashed: (await reader.timeline('r1', span)).reduce(
        (sum, it) => sum + (it.ended.Crashed?.tasks ?? 0),
        0,
      ),
      counts: await reader.counts('r1', NAME),
      holder: await records.heldBy(root),
    });
    const before = await seen();
    expect(before).toMatchObject({ crashed: 2, counts: { Crashed: { tasks: 2 }, Scheduled: { tasks: 1 } } });
    expect(before.active.at(-1)).toBe(0);
    expect(before.holder).toBeUndefined();
    expect(await reader.markCrashedRuns()).toEqual(['r1']);
    expect(await seen()).toEqual(before);
    await reader.resumeRun('r1', { failed: false });
    expect(await reader.counts('r1')).toEqual({ Scheduled: { tasks: 3, bytes: 0 } });
    expect((await reader.claim('r1', { name: NAME, holder: 'h' }))?.tasks).toHaveLength(3);
    await reader.close();
    await dead.close();
  });
});
