import { appendFile, copyFile, cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type NeedlessFile, needlessFiles, removeNeedless } from '../src/index.ts';
import { collect, key, output, simulator, zipsBelow } from './archive.ts';
import { haveCollection, inRecord, refusal } from './reported.ts';

/** A file of the archive that the record does not name, beside those that it does. */
let held: string[] = [];
let other = '';
beforeEach(async () => {
  await haveCollection();
  held = await zipsBelow(output);
  other = (held[0] ?? '').replaceAll('day=01', 'day=09').replaceAll('-01.zip', '-09.zip');
});

async function put(path: string, content = 'bytes'): Promise<void> {
  await mkdir(dirname(join(output, path)), { recursive: true });
  await writeFile(join(output, path), content);
}
const found = async (kinds?: Parameters<typeof needlessFiles>[1]) =>
  (await Array.fromAsync(needlessFiles(output, kinds))).toSorted((a, b) => (a.path < b.path ? -1 : 1));
const brief = (files: readonly NeedlessFile[]) => files.map(({ kind, path }) => [kind, path]);

/** One of each kind, and what is none of them. */
async function fill(): Promise<void> {
  await put(`_replaced/${other}`, 'older');
  await put('.tapehaul/quarantine/x.zip');
  await put('.tapehaul/quarantine/deep/y.CHECKSUM');
  await put(other);
  await put(other.replaceAll('09', '10'));
  await put(`${other.replaceAll('09', '10')}.CHECKSUM`);
  await put(`${other.replaceAll('09', '11')}.CHECKSUM`);
  // None of an archive's objects, and none of tapehaul's folders.
  for (const theirs of ['notes.txt', 'bronze/my.zip', 'x/BTCUSDT-1h-2025-07-01.zip', '_runs/x.zip'])
    await put(theirs);
}

test('a directory of a collection alone has nothing that is needless', async () => {
  expect(await found()).toEqual([]);
});

test('each file that nobody needs is found with its kind and size, and no file of anybody else', async () => {
  await fill();
  const files = await found();
  expect(brief(files)).toEqual([
    ['quarantined', '.tapehaul/quarantine/deep/y.CHECKSUM'],
    ['quarantined', '.tapehaul/quarantine/x.zip'],
    ['replaced', `_replaced/${other}`],
    ['stray', other],
    ['unrecorded', other.replaceAll('09', '10')],
    ['unrecorded', `${other.replaceAll('09', '10')}.CHECKSUM`],
    ['stray', `${other.replaceAll('09', '11')}.CHECKSUM`],
  ]);
  for (const { path, bytes } of files) expect(bytes).toBe((await readFile(join(output, path))).length);
  expect(brief(await found(['replaced']))).toEqual([['replaced', `_replaced/${other}`]]);
  expect(brief(await found([]))).toEqual([]);
});

test('finding changes nothing; removing removes what was found, but what is unrecorded only when it is named', async () => {
  await fill();
  const before = await found();
  expect(await found()).toEqual(before);
  const removed = await Array.fromAsync(removeNeedless(output));
  expect(brief(removed)).toHaveLength(5);
  expect(removed.map(({ kind }) => kind)).not.toContain('unrecorded');
  expect(new Set((await found()).map(({ kind }) => kind))).toEqual(new Set(['unrecorded']));
  expect(await Array.fromAsync(removeNeedless(output, ['unrecorded']))).toHaveLength(2);
  expect(await found()).toEqual([]);
  for (const path of [...held, 'notes.txt', 'bronze/my.zip', '_runs/x.zip', 'x/BTCUSDT-1h-2025-07-01.zip']) {
    expect(await readFile(join(output, path)), path).toBeInstanceOf(Buffer);
  }
});

test('what is removed is in the record: as a run, with its result, and a line for each file', async () => {
  await fill();
  const removed = await Array.fromAsync(removeNeedless(output, ['quarantined', 'replaced']));
  const bytes = removed.reduce((sum, file) => sum + file.bytes, 0);
  await inRecord(async (record) => {
    const [summary] = (await record.runs({ flow: 'prune' })).rows;
    const runId = summary?.runId ?? '';
    expect(await record.run(runId)).toMatchObject({
      state: 'Completed',
      parameters: { kinds: ['quarantined', 'replaced'] },
      result: { files: 3, bytes },
    });
    const lines = (await record.logs(runId)).rows.map(({ message }) => message);
    expect(lines.toSorted()).toEqual(removed.map(({ kind, path }) => `deleted ${kind} ${path}`).toSorted());
  });
});

test('a removal that is left in its middle is recorded as Cancelled, with what it has removed', async () => {
  await fill();
  let seen = 0;
  for await (const _ of removeNeedless(output)) {
    seen += 1;
    if (seen === 2) break;
  }
  await inRecord(async (record) => {
    const [summary] = (await record.runs({ flow: 'prune' })).rows;
    expect(await record.run(summary?.runId ?? '')).toMatchObject({
      state: 'Cancelled',
      result: { files: 2 },
    });
  });
  expect(await Array.fromAsync(removeNeedless(output))).toHaveLength(3);
});

test('a version that the archive has replaced is kept where that is configured, found, and removed; the new one stays', async () => {
  const [day = ''] = held;
  simulator.faults.add({
    key: `${key('01')}`,
    fault: { kind: 'replace', body: await readFile(join(output, held[1] ?? '')) },
  });
  simulator.faults.add({
    key: `${key('01')}.CHECKSUM`,
    fault: {
      kind: 'replace',
      body: Buffer.from(
        (await readFile(join(output, `${held[1]}.CHECKSUM`), 'utf8')).replace('07-02', '07-01'),
      ),
    },
  });
  const result = await collect({ planning: 'listing', on_replaced: 'keep_both', force_redownload: true });
  expect(result.status).toBe('completed');
  const kept = await found(['replaced']);
  expect(kept.map(({ path }) => path)).toEqual([
    expect.stringMatching(new RegExp(`^_replaced/${day.slice(0, -4)}\\.[0-9a-f]{12}\\.zip$`)),
    expect.stringMatching(/\.zip\.CHECKSUM$/),
  ]);
  expect(await Array.fromAsync(removeNeedless(output, ['replaced']))).toHaveLength(2);
  expect(await readFile(join(output, day))).toEqual(await readFile(join(output, held[1] ?? '')));
});

test('another output directory below this one is not touched', async () => {
  const nested = join(output, 'another');
  await mkdir(nested);
  await cp(join(output, 'bronze'), join(nested, 'bronze'), { recursive: true });
  await mkdir(join(nested, '.tapehaul'));
  await copyFile(join(output, '.tapehaul', 'catalog.db'), join(nested, '.tapehaul', 'catalog.db'));
  await rm(join(nested, `${held[0]}.CHECKSUM`));
  await appendFile(join(nested, held[1] ?? ''), 'x');
  expect(await found()).toEqual([]);
  expect(await Array.fromAsync(removeNeedless(output, ['stray', 'unrecorded']))).toEqual([]);
});

test('a directory that nothing was collected into is refused, since everything in it would be needless', async () => {
  await rm(join(output, '.tapehaul'), { recursive: true });
  await rm(join(output, '_runs'), { recursive: true });
  await refusal(found(), 'run_not_found', '--dir');
  await refusal(Array.fromAsync(removeNeedless(output)), 'run_not_found');
  expect(await zipsBelow(output)).toEqual(held);
});
