import type { Catalog, TaskChange } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import { MemoryRecord } from '@tapehaul/testkit/record';
import { beforeEach, expect, test } from 'vitest';
import { FILE_TASK } from '../../flow-names.ts';
import { ClaimedFiles } from './claimed-files.ts';

const runId = 'r1';
const keys = Array.from({ length: 2_500 }, (_, n) => `file-${String(n).padStart(4, '0')}`);

let record: MemoryRecord;
let owner: Catalog;
beforeEach(async () => {
  record = new MemoryRecord();
  owner = await record.open();
  await owner.startRun({ runId, flow: 'archive-collection-flow', parameters: null });
  await owner.planTasks(
    runId,
    keys.map((taskId) => ({ taskId, name: FILE_TASK, input: null })),
  );
});

function change(taskId: string, state: 'Running' | 'Completed'): TaskChange {
  const phase = state === 'Running' ? 'running' : 'final';
  return { runId, taskId, name: FILE_TASK, state, phase, attempt: 1, at: 1_000 };
}

function collect(files: ClaimedFiles, key: string): void {
  files.record(change(key, 'Running'));
  files.record(change(key, 'Completed'));
}

test('two workers share the files of a run, and none is done twice', async () => {
  const workers = [owner, await record.open()].map((catalog) => new ClaimedFiles({ catalog, runId }));
  const done: string[] = [];
  const work = async (files: ClaimedFiles): Promise<void> => {
    for await (const { taskId } of files.claim()) {
      collect(files, taskId);
      done.push(taskId);
    }
    await files.settled();
    await files.release();
  };
  await Promise.all(workers.map(work));
  expect(done.toSorted()).toEqual(keys);
  expect(await owner.counts(runId)).toEqual({ Completed: { tasks: keys.length, bytes: 0 } });
});

test('what is given up in the middle is given back, and claimed anew in whole', async () => {
  const files = new ClaimedFiles({ catalog: owner, runId });
  let read = 0;
  for await (const { taskId } of files.claim()) {
    if (read % 2 === 0) collect(files, taskId);
    else files.record(change(taskId, 'Running'));
    read += 1;
    if (read === 1_200) break;
  }
  await files.release();
  expect(await owner.counts(runId)).toMatchObject({ Completed: { tasks: 600 }, Scheduled: { tasks: 1_900 } });
  const again = new ClaimedFiles({ catalog: owner, runId });
  const left: string[] = [];
  for await (const { taskId } of again.claim()) left.push(taskId);
  await again.release();
  expect(left).toEqual(keys.filter((_, place) => place >= 1_200 || place % 2 === 1));
});

test('what could not be stored is kept, reported with what comes next, and stored once that is possible', async () => {
  const failure = new TapehaulError('catalog_failed', 'the record is locked');
  let fails = true;
  const catalog: Catalog = Object.create(owner, {
    handIn: {
      value: (...given: Parameters<Catalog['handIn']>) =>
        fails ? Promise.reject(failure) : owner.handIn(...given),
    },
    claim: { value: owner.claim.bind(owner) },
    release: { value: owner.release.bind(owner) },
  });
  const files = new ClaimedFiles({ catalog, runId });
  const claimed = files.claim();
  await claimed.next();
  collect(files, keys[0] ?? '');
  await expect(files.settled()).rejects.toBe(failure);
  expect(() => files.record(change(keys[1] ?? '', 'Running'))).toThrow(failure);
  fails = false;
  await files.settled();
  expect(await owner.counts(runId)).toMatchObject({ Completed: { tasks: 1 }, Running: { tasks: 1 } });
  await files.release();
});

test('what comes while a group is being stored is stored soon after it, also where nothing comes any more', async () => {
  const held = Promise.withResolvers<void>();
  let groups = 0;
  const handIn: Catalog['handIn'] = async (...given) => {
    groups += 1;
    // Longer than a group waits to be stored.
    if (groups === 1) await held.promise;
    await owner.handIn(...given);
  };
  const catalog: Catalog = Object.create(owner, {
    handIn: { value: handIn },
    claim: { value: owner.claim.bind(owner) },
    release: { value: owner.release.bind(owner) },
  });
  const files = new ClaimedFiles({ catalog, runId });
  await files.claim().next();
  collect(files, keys[0] ?? '');
  await expect.poll(() => groups).toBe(1);
  collect(files, keys[1] ?? '');
  setTimeout(held.resolve, 400);
  await expect
    .poll(() => owner.counts(runId), { timeout: 10_000 })
    .toMatchObject({ Completed: { tasks: 2 } });
  await files.release();
});

test('a batch that could not be given back is given back before the next claim', async () => {
  const failure = new TapehaulError('catalog_failed', 'the record is locked');
  let fails = true;
  const catalog: Catalog = Object.create(owner, {
    claim: { value: owner.claim.bind(owner) },
    release: {
      value: (...given: Parameters<Catalog['release']>) =>
        fails ? Promise.reject(failure) : owner.release(...given),
    },
  });
  const files = new ClaimedFiles({ catalog, runId });
  await files.claim().next();
  await files.release();
  await expect(files.claim().next()).rejects.toBe(failure);
  fails = false;
  const left: string[] = [];
  for await (const { taskId } of files.claim()) left.push(taskId);
  await files.release();
  expect(left).toEqual(keys);
});

test('a batch that was lost is dropped: what its new holder does stays', async () => {
  const frozen = new ClaimedFiles({ catalog: owner, runId });
  await frozen.claim().next();
  record.expireLeases();
  const other = new ClaimedFiles({ catalog: owner, runId });
  await other.claim().next();
  collect(frozen, keys[0] ?? '');
  await frozen.settled();
  expect((await owner.task(runId, keys[0] ?? ''))?.state).not.toBe('Completed');
  collect(other, keys[1] ?? '');
  await other.settled();
  expect((await owner.task(runId, keys[1] ?? ''))?.state).toBe('Completed');
  for (const files of [frozen, other]) await files.release();
});
