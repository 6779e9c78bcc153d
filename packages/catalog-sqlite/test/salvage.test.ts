import { readFileSync, writeFileSync } from 'node:fs';
import type { RestoredRun } from '@tapehaul/catalog';
import { beforeEach, describe, expect, test } from 'vitest';
import { openCatalog, openDamaged, readCatalog, restoreRuns } from '../src/index.ts';
import { fill, harm, MANY } from './damage.ts';
import { path } from './test-catalog.ts';

describe('what is left of a damaged record', () => {
  beforeEach(fill);

  test('is all of it where nothing is damaged: runs as they ended, versions, objects', async () => {
    const damaged = openDamaged(path);
    expect(await damaged?.runs()).toMatchObject([
      { runId: 'r1', flow: 'collect', state: 'Completed', parameters: { a: 1 }, result: { files: 1 } },
      { runId: 'r2', state: 'Crashed', plannedAt: null, result: null },
    ]);
    const [ended, open] = (await damaged?.runs()) ?? [];
    expect(ended?.plannedAt).toBe(ended?.endedAt);
    expect(open?.endedAt).toBeGreaterThanOrEqual(open?.startedAt ?? Number.NaN);
    expect(await damaged?.versions()).toMatchObject([
      { key: 'key-1', path: null, bytes: 5, runId: 'r1', supersededAt: 7 },
    ]);
    expect(await damaged?.object('key-1')).toEqual({
      sha256: 'ab'.repeat(32),
      etag: 'e1',
      lastModified: null,
    });
    expect(await damaged?.disputes()).toEqual([]);
    expect(await damaged?.object('nobody')).toBeUndefined();
    expect(damaged?.unread).toEqual(new Set());
    await damaged?.close();
  });

  test('is what can still be read, whichever part is damaged; the rest is named, and nothing throws', async () => {
    const whole = readFileSync(path);
    for (let tenth = 0; tenth < 10; tenth++) {
      writeFileSync(path, whole);
      harm(tenth / 10, (tenth + 1) / 10);
      const damaged = openDamaged(path);
      const runs = (await damaged?.runs()) ?? [];
      const versions = (await damaged?.versions()) ?? [];
      const keys = Array.from({ length: MANY }, (_, at) => `key-${at}`);
      const objects = await Promise.all(keys.map((key) => damaged?.object(key)));
      const found = objects.filter((object) => object !== undefined);
      // What is given is right; what is missing is missing from a table that is named.
      for (const { runId } of runs) expect(['r1', 'r2']).toContain(runId);
      for (const { etag } of found) expect(etag).toMatch(/^e\d+$/);
      const unread = damaged?.unread ?? new Set(['runs', 'versions', 'objects']);
      if (runs.length < 2) expect([...unread]).toContain('runs');
      if (versions.length < 1) expect([...unread].join()).toMatch(/versions|runs/);
      if (found.length < MANY) expect([...unread]).toContain('objects');
      await damaged?.close();
    }
  });

  test('is what stands before and behind a page that cannot be read', async () => {
    const catalog = openCatalog(path);
    for (let at = 0; at < MANY; at++) {
      const version = {
        path: null,
        bytes: at,
        sha256: null,
        lastModified: null,
        supersededAt: at,
        runId: 'r1',
      };
      catalog.recordVersion({ key: 'v', etag: `version-${at}-`, ...version });
    }
    await catalog.settled();
    await catalog.close();
    const { length } = readFileSync(path);
    const at = readFileSync(path).indexOf('version-1000-');
    const page = at - (at % 4_096);
    harm(page / length, (page + 4_096) / length);
    const damaged = openDamaged(path);
    const found = (await damaged?.versions())?.map(({ bytes }) => bytes) ?? [];
    expect(found).toContain(0);
    expect(found).toContain(MANY - 1);
    expect(found).not.toContain(1_000);
    expect(found.length).toBeGreaterThan(MANY - 200);
    expect(damaged?.unread).toEqual(new Set(['versions']));
    await damaged?.close();
  });

  test('is nothing of a file that is no database, and that is said of every table', async () => {
    writeFileSync(path, 'this is no database '.repeat(1_000));
    const damaged = openDamaged(path);
    expect(await damaged?.runs()).toEqual([]);
    expect(await damaged?.versions()).toEqual([]);
    expect(await damaged?.disputes()).toEqual([]);
    expect(await damaged?.object('key-1')).toBeUndefined();
    expect([...(damaged?.unread ?? [])].toSorted()).toEqual(['disputes', 'objects', 'runs', 'versions']);
    await damaged?.close();
    expect(openDamaged(`${path}.none`)).toBeUndefined();
  });
});

describe('runs that are restored', () => {
  const restored = (runId: string, more: Partial<RestoredRun> = {}): RestoredRun => ({
    runId,
    flow: 'collect',
    state: 'Completed',
    startedAt: 1_000,
    plannedAt: 2_000,
    endedAt: 3_000,
    parameters: { a: 1 },
    result: { files: 2 },
    ...more,
  });

  test('are in a new record as they ended, with their history', async () => {
    expect(restoreRuns(path, [restored('r1'), restored('r2', { state: 'Crashed', plannedAt: null })])).toBe(
      2,
    );
    const record = readCatalog(path);
    expect(await record.run('r1')).toMatchObject({
      state: 'Completed',
      startedAt: 1_000,
      endedAt: 3_000,
      parameters: { a: 1 },
      result: { files: 2 },
    });
    expect(await record.runHistory('r1')).toMatchObject([
      { state: 'Running', at: 1_000 },
      { state: 'Completed', at: 3_000 },
    ]);
    expect((await record.runs({ planned: true })).rows).toMatchObject([{ runId: 'r1' }]);
    await record.close();
  });

  test('leave a run that the record has as it is, and are counted without it', async () => {
    await fill();
    expect(restoreRuns(path, [restored('r1', { result: 'other' }), restored('r0')])).toBe(1);
    const record = readCatalog(path);
    expect(await record.run('r1')).toMatchObject({ result: { files: 1 } });
    expect(await record.run('r0')).toMatchObject({ state: 'Completed' });
    await record.close();
    expect(restoreRuns(path, [restored('r0')])).toBe(0);
  });
});
