import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  ArchiveCollectionWorkflow,
  adoptFolder,
  type CollectionResult,
  needlessFiles,
  newRunId,
  planCollection,
  removeNeedless,
  repairFolder,
  resumeCollection,
  verifyFolder,
} from '../src/index.ts';
import { collect, config, directory, output, simulator } from './archive.ts';
import { collectReported, eventsOf, inRecord, refusal } from './reported.ts';

/** A collection that is in progress until it is released. */
let release: () => void;
let first: Promise<CollectionResult>;
const runId = newRunId();
beforeEach(async () => {
  const released = Promise.withResolvers<void>();
  release = released.resolve;
  simulator.faults.add({ key: /03\.zip$/, times: 1, fault: { kind: 'hold', until: released.promise } });
  first = new ArchiveCollectionWorkflow(config()).execute({ runId });
  await simulator.requests.waitFor((request) => request.key.endsWith('03.zip'));
});
afterEach(async () => {
  release();
  expect(await first).toMatchObject({ status: 'completed', exit_code: 0 });
});

const inUse = (work: Promise<unknown>) => refusal(work, 'output_in_use', '--wait');
const read = (files: AsyncIterable<unknown>) => Array.fromAsync(files);

test('a second collection into the directory is refused, with what to do, and leaves no run', async () => {
  const error = await inUse(collect());
  expect(error).toMatchObject({ retry: 'later', exitCode: 5 });
  expect(error.hint).toBeTruthy();
  expect(await inRecord(async (record) => (await record.runs()).rows)).toHaveLength(1);
});

test('nothing else writes to the directory meanwhile: no resume, adoption or removal', async () => {
  const folder = join(directory, 'theirs');
  await mkdir(folder);
  await inUse(resumeCollection(output));
  await inUse(read(adoptFolder(folder, config(), { offline: true })));
  await inUse(read(removeNeedless(output)));
});

test('it is planned, verified and read meanwhile', async () => {
  expect((await read(planCollection(config()))).at(-1)).toMatchObject({ kind: 'summary', files: 3 });
  await expect.poll(async () => (await read(verifyFolder(output))).length, { timeout: 10_000 }).toBe(2);
  expect(await read(verifyFolder(output))).toMatchObject([{ status: 'intact' }, { status: 'intact' }]);
  expect(await read(needlessFiles(output, ['stray', 'quarantined', 'replaced']))).toEqual([]);
  expect(await read(repairFolder(output))).toMatchObject([{ kind: 'summary', record: 'sound' }]);
});

test('one that waits says so first, with who uses the directory, and collects as soon as it is free', async () => {
  const waits = Promise.withResolvers<void>();
  const second = collectReported(
    {},
    { wait: true, onEvent: ({ kind }) => kind === 'waiting' && waits.resolve() },
  );
  await waits.promise;
  release();
  const { result, events } = await second;
  expect(eventsOf({ events }, 'waiting')).toMatchObject([
    { error: { code: 'output_in_use', retry: 'later' } },
  ]);
  expect(events.at(0)).toMatchObject({ kind: 'waiting' });
  expect(result).toMatchObject({ status: 'completed', collection_stats: { skipped_tasks: 3 } });
  expect(result.run_id).not.toBe(runId);
});

test('one that waits can be stopped: nothing was begun', async () => {
  const stop = new AbortController();
  const second = collectReported(
    {},
    { wait: true, signal: stop.signal, onEvent: ({ kind }) => kind === 'waiting' && stop.abort() },
  );
  await refusal(second, 'cancelled', 'Nothing was begun');
  expect(await inRecord(async (record) => (await record.runs()).rows)).toHaveLength(1);
});

test('two collections of one process into two directories know nothing of each other', async () => {
  const other = parseConfig({ ...config(), output_directory: join(directory, 'other') });
  const result = await new ArchiveCollectionWorkflow(other).execute();
  expect(result).toMatchObject({ status: 'completed', collection_stats: { successful_tasks: 3 } });
  expect(result.output_directory).toBe(join(directory, 'other'));
});
