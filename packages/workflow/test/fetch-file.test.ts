import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseKey } from '@tapehaul/archive';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FileInput, type FileOutcome, openRecord, verifyFolder } from '../src/index.ts';
import { collect, key, output, simulator } from './archive.ts';
import type { Message } from './fetch-file-worker.ts';

/** A file of the archive, with nothing held of it. */
const input = (day: string): FileInput => ({
  key: key(day),
  object: parseKey(key(day)),
  listed: null,
  held: null,
  placing: { layout: 'lakehouse', on_replaced: 'keep_both' },
});

/** A process of its own that fetches files: what goes there and comes back is JSON. */
let child: ChildProcess;
beforeAll(() => {
  const worker = fileURLToPath(new URL('./fetch-file-worker.ts', import.meta.url));
  child = fork(worker, { execArgv: ['--conditions=@tapehaul/source'], serialization: 'json' });
});
afterAll(() => {
  child.disconnect();
});

async function fetchElsewhere(file: FileInput): Promise<FileOutcome> {
  const message: Message = { endpoint: simulator.url, output, input: file };
  child.send(message);
  const [outcome] = await once(child, 'message');
  return outcome;
}

test('one file is fetched in another process, and what is held of it goes along', async () => {
  const outcome = await fetchElsewhere(input('01'));
  expect(outcome).toMatchObject({
    status: 'downloaded',
    proof: 'sidecar',
    error: null,
    object: input('01').object,
  });
  expect(structuredClone(outcome)).toEqual(outcome);
  expect(JSON.parse(JSON.stringify(outcome))).toEqual(outcome);
  const files = await Array.fromAsync(verifyFolder(output));
  expect(files).toMatchObject([{ status: 'intact', path: outcome.path, sha256: outcome.sha256 }]);

  // A collection takes it over, and hands what it records to the next process: nothing is fetched twice.
  await collect({ date_range: { start: '2025-07-01', end: '2025-07-01' } });
  const record = await openRecord(output);
  const held = (await record.find(key('01'))) ?? null;
  await record.close();
  // Without what is held of it, the missing sidecar would be requested.
  await rm(join(output, `${outcome.path}.CHECKSUM`));
  const before = simulator.requests.count();
  expect(await fetchElsewhere({ ...input('01'), held })).toMatchObject({
    status: 'cached',
    sha256: outcome.sha256,
  });
  expect(simulator.requests.count()).toBe(before);
});

test('a file that the archive does not have is absent, and one that is refused failed with code, hint and retry', async () => {
  const absent = await fetchElsewhere({
    ...input('01'),
    key: key('01').replaceAll('BTCUSDT', 'NOSUCH'),
    object: undefined,
  });
  expect(absent).toMatchObject({ status: 'absent', bytes: 0, error: { code: 'not_found' } });
  simulator.faults.add({ key: /02\.zip$/, fault: { kind: 'status', status: 403 } });
  const failed = await fetchElsewhere(input('02'));
  expect(failed).toMatchObject({ status: 'failed', error: { code: 'access_denied', retry: 'never' } });
  await expect(readFile(join(output, failed.path))).rejects.toThrow('ENOENT');
});
