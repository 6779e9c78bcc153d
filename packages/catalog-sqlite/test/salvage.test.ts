import {
  closeSync,
  copyFileSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  openCatalog,
  openDamaged,
  type RestoredRun,
  readCatalog,
  recordState,
  restoreRuns,
} from '../src/index.ts';
import { object, path, run, tamper, tasks } from './test-catalog.ts';

/** Objects that make a record of some hundred pages. */
const MANY = 2_000;

/** A record with two runs, one of which has not ended, many objects and a former version. */
async function fill(): Promise<void> {
  const catalog = openCatalog(path);
  catalog.startRun(run('r1'));
  await catalog.planTasks('r1', tasks('a'));
  catalog.endPlan('r1');
  for (let at = 0; at < MANY; at++) catalog.recordObject(object('r1', `key-${at}`, { etag: `e${at}` }));
  catalog.recordVersion({
    key: 'key-1',
    path: null,
    bytes: 5,
    sha256: 'cd'.repeat(32),
    etag: 'old',
    lastModified: null,
    supersededAt: 7,
    runId: 'r1',
  });
  catalog.endRun('r1', 'Completed', { files: 1 });
  catalog.startRun(run('r2'));
  await catalog.settled();
  catalog.close();
}

/** Overwrites a part of the file, from one fraction of it to another. */
function harm(from: number, to: number): void {
  const { size } = statSync(path);
  const handle = openSync(path, 'r+');
  const [start, end] = [from, to].map((fraction) => Math.trunc(size * fraction));
  writeSync(handle, Buffer.alloc(Number(end) - Number(start), 0x5a), 0, undefined, start);
  closeSync(handle);
}

describe('the state of a record', () => {
  test('is missing, empty, sound or malformed, and finding out changes nothing', async () => {
    expect(recordState(path)).toBe('missing');
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '');
    expect(recordState(path)).toBe('empty');
    await fill();
    const before = readFileSync(path);
    expect(recordState(path)).toBe('sound');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  test.each([
    ['its first page', 0, 0.01],
    ['pages in its middle', 0.4, 0.6],
    ['its last page', 0.99, 1],
  ])('is malformed where %s is overwritten', async (_, from, to) => {
    await fill();
    harm(from, to);
    expect(recordState(path)).toBe('malformed');
  });

  test('is malformed where the file is cut off, and where it is no database', async () => {
    await fill();
    truncateSync(path, statSync(path).size >> 1);
    expect(recordState(path)).toBe('malformed');
    writeFileSync(path, 'this is no database '.repeat(1_000));
    expect(recordState(path)).toBe('malformed');
  });

  test('of a newer version is refused rather than called malformed', async () => {
    await fill();
    tamper('PRAGMA user_version = 99');
    expect(() => recordState(path)).toThrow(expect.objectContaining({ code: 'catalog_newer' }));
  });

  test('of what is no file is refused by name', () => {
    mkdirSync(path, { recursive: true });
    const refused = { code: 'catalog_failed', message: `the record ${path} is a directory, expected a file` };
    expect(() => recordState(path)).toThrow(expect.objectContaining(refused));
  });

  test('of a link is refused: what it names may lie elsewhere', async () => {
    await fill();
    copyFileSync(path, `${path}.other`);
    truncateSync(path, 0);
    const linked = `${path}.link`;
    symlinkSync(`${path}.other`, linked);
    const refused = { code: 'catalog_failed', message: expect.stringContaining('a symbolic link') };
    expect(() => recordState(linked)).toThrow(expect.objectContaining(refused));
    expect(() => openCatalog(linked)).toThrow(expect.objectContaining(refused));
    expect(() => readCatalog(linked)).toThrow(expect.objectContaining(refused));
  });
});

describe('what is left of a damaged record', () => {
  beforeEach(fill);

  test('is all of it where nothing is damaged: runs as they ended, versions, objects', () => {
    const damaged = openDamaged(path);
    expect(damaged?.runs()).toMatchObject([
      { runId: 'r1', flow: 'collect', state: 'Completed', parameters: { a: 1 }, result: { files: 1 } },
      { runId: 'r2', state: 'Crashed', plannedAt: null, result: null },
    ]);
    const [ended, open] = damaged?.runs() ?? [];
    expect(ended?.plannedAt).toBe(ended?.endedAt);
    expect(open?.endedAt).toBeGreaterThanOrEqual(open?.startedAt ?? Number.NaN);
    expect(damaged?.versions()).toMatchObject([
      { key: 'key-1', path: null, bytes: 5, runId: 'r1', supersededAt: 7 },
    ]);
    expect(damaged?.object('key-1')).toEqual({ sha256: 'ab'.repeat(32), etag: 'e1', lastModified: null });
    expect(damaged?.object('nobody')).toBeUndefined();
    expect(damaged?.unread).toEqual(new Set());
    damaged?.close();
  });

  test('is what can still be read, whichever part is damaged; the rest is named, and nothing throws', () => {
    const whole = readFileSync(path);
    for (let tenth = 0; tenth < 10; tenth++) {
      writeFileSync(path, whole);
      harm(tenth / 10, (tenth + 1) / 10);
      const damaged = openDamaged(path);
      const runs = damaged?.runs() ?? [];
      const versions = damaged?.versions() ?? [];
      const found = Array.from({ length: MANY }, (_, at) => damaged?.object(`key-${at}`)).filter(Boolean);
      // What is given is right; what is missing is missing from a table that is named.
      for (const { runId } of runs) expect(['r1', 'r2']).toContain(runId);
      for (const { etag } of found as { etag: string }[]) expect(etag).toMatch(/^e\d+$/);
      const unread = damaged?.unread ?? new Set(['runs', 'versions', 'objects']);
      if (runs.length < 2) expect([...unread]).toContain('runs');
      if (versions.length < 1) expect([...unread].join()).toMatch(/versions|runs/);
      if (found.length < MANY) expect([...unread]).toContain('objects');
      damaged?.close();
    }
  });

  test('is nothing of a file that is no database, and that is said of every table', () => {
    writeFileSync(path, 'this is no database '.repeat(1_000));
    const damaged = openDamaged(path);
    expect(damaged?.runs()).toEqual([]);
    expect(damaged?.versions()).toEqual([]);
    expect(damaged?.object('key-1')).toBeUndefined();
    expect([...(damaged?.unread ?? [])].toSorted()).toEqual(['objects', 'runs', 'versions']);
    damaged?.close();
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
    record.close();
  });

  test('leave a run that the record has as it is, and are counted without it', async () => {
    await fill();
    expect(restoreRuns(path, [restored('r1', { result: 'other' }), restored('r0')])).toBe(1);
    const record = readCatalog(path);
    expect(await record.run('r1')).toMatchObject({ result: { files: 1 } });
    expect(await record.run('r0')).toMatchObject({ state: 'Completed' });
    record.close();
    expect(restoreRuns(path, [restored('r0')])).toBe(0);
  });
});
