import { appendFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { key, simulator, zipsBelow } from './archive.ts';
import { adopt, folder, KEYS, statuses } from './their-folder.ts';

test('a file that its sidecar contradicts fails, is not taken, and the others are', async () => {
  await appendFile(join(folder, KEYS[1] ?? ''), 'x');
  const files = await adopt({ move: true });
  expect(statuses(files)).toMatchObject({
    [key('01')]: 'adopted',
    [key('02')]: 'failed',
    [key('03')]: 'adopted',
  });
  const failed = files.find(({ status }) => status === 'failed');
  expect(failed).toMatchObject({ bytes: 0, error: { code: expect.stringMatching(/checksum|zip/) } });
  // What was not taken is not removed.
  expect(await zipsBelow(folder)).toEqual([key('02')]);
});

test('without a sidecar a file is unverified offline, and proved by the one of the archive online', async () => {
  for (const name of KEYS) await rm(join(folder, `${name}.CHECKSUM`));
  expect(statuses(await adopt({ move: true }))).toEqual(
    Object.fromEntries(KEYS.map((name) => [name, 'unverified'])),
  );
  // Nothing proves it: it is not removed.
  expect(await zipsBelow(folder)).toEqual(KEYS);
  const files = await adopt({ offline: false, move: true });
  expect(files.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
  expect(simulator.requests.count({ key: /\.zip$/ })).toBe(0);
  expect(simulator.requests.count({ key: /\.CHECKSUM$/ })).toBe(3);
  expect(await zipsBelow(folder)).toEqual([]);
});

describe('a sidecar beside a file that contradicts it', () => {
  const beside = () => join(folder, `${key('02')}.CHECKSUM`);
  const statusOnline = async () => (await adopt({ offline: false })).map(({ status }) => status).toSorted();

  test.each([`${'0'.repeat(64)}  ${basename(key('02'))}`, 'no digest'])(
    'counts less than the one of the archive: %s',
    async (text) => {
      await writeFile(beside(), text);
      expect(await statusOnline()).toEqual(['adopted', 'adopted', 'adopted']);
      expect(simulator.requests.list().map((request) => request.key)).toEqual([`${key('02')}.CHECKSUM`]);
    },
  );

  test('counts where the archive has none: the file is not taken unproved', async () => {
    await writeFile(beside(), `${'0'.repeat(64)}  ${basename(key('02'))}`);
    simulator.faults.add({ key: /\.CHECKSUM$/, fault: { kind: 'missing' } });
    expect(await statusOnline()).toEqual(['adopted', 'adopted', 'failed']);
  });
});

test.each([
  ['', 'not_a_zip', 'the file is empty'],
  ['<html>502</html>', 'not_a_zip', 'the file is an HTML or XML page, not a zip'],
  ['PK\u0003\u0004', 'checksum_disputed', `contradicts its checksum: published `],
])('a refusal of %j speaks of a file, and of no server', async (content, code, message) => {
  await writeFile(join(folder, key('02')), content);
  const files = await adopt();
  const hint = expect.stringContaining('The file stays as it is.');
  expect(files.find(({ status }) => status === 'failed')?.error).toMatchObject({
    code,
    message: expect.stringContaining(message),
    hint,
  });
});

test('a sidecar that the archive does not have leaves its file unverified', async () => {
  for (const name of KEYS) await rm(join(folder, `${name}.CHECKSUM`));
  simulator.faults.add({ key: /02\.zip\.CHECKSUM$/, fault: { kind: 'missing' } });
  expect(statuses(await adopt({ offline: false }))).toMatchObject({
    [key('01')]: 'adopted',
    [key('02')]: 'unverified',
  });
});
