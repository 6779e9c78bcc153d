import { copyFile, mkdir, readFile, rename, stat, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { adoptFolder, type FolderMeaning } from '../src/index.ts';
import { collect, config, output, simulator, zipsBelow } from './archive.ts';
import { inRecord, refusal } from './reported.ts';
import { adopt, folder, KEYS, statuses } from './their-folder.ts';

const sizeOf = async (path: string) => (await stat(join(folder, path))).size;

test('proved files are taken into the layout of the configuration and recorded; the folder stays', async () => {
  const files = await adopt();
  expect(statuses(files)).toEqual(Object.fromEntries(KEYS.map((name) => [name, 'adopted'])));
  for (const file of files) {
    expect(file).toEqual({
      kind: 'adopted',
      path: file.path,
      status: 'adopted',
      key: file.path,
      bytes: await sizeOf(file.path),
      error: null,
      reason: null,
    });
  }
  expect(await zipsBelow(join(output, 'bronze'))).toHaveLength(3);
  expect(await zipsBelow(folder)).toEqual(KEYS);
  expect(simulator.requests.count()).toBe(0);
  // A collection finds them in place, and requests nothing.
  const { collection_stats } = await collect({ planning: 'matrix' });
  expect(collection_stats).toMatchObject({ total_tasks: 3, skipped_tasks: 3, success_rate: 100 });
  expect(simulator.requests.count()).toBe(0);
});

test('an adoption is a run of the record, with the files by status', async () => {
  await adopt();
  await inRecord(async (record) => {
    const [summary] = (await record.runs({ flow: 'adopt' })).rows;
    expect(await record.run(summary?.runId ?? '')).toMatchObject({
      state: 'Completed',
      parameters: { folder, move: false },
      result: { files: { adopted: 3 } },
    });
  });
});

test('what is held and proved already is held, and what it would replace stays', async () => {
  await adopt();
  await writeFile(join(folder, KEYS[0] ?? ''), 'another version');
  const files = await adopt();
  expect(files.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
  const intact = await collect({ paranoid: true });
  expect(intact.downloader_stats).toMatchObject({ cache_hits: 3, total_bytes: 0 });
});

test('each file that is left alone says why, and stays where it is, even with move', async () => {
  const put = async (path: string, content = ''): Promise<void> => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  await copyFile(join(folder, KEYS[0] ?? ''), join(folder, basename(KEYS[0] ?? '')));
  await put('elsewhere/BTCUSDT-1h-2025-07-01.zip');
  await mkdir(dirname(join(folder, `other/${KEYS[0]}`)), { recursive: true });
  await copyFile(join(folder, KEYS[0] ?? ''), join(folder, `other/${KEYS[0]}`));
  await put('notes.txt');
  await put('x.zip');
  await put('BTCUSDT-1h-2025-07-09.zip.CHECKSUM');
  await put('data/spot/daily/klines/ETHUSDT/1h/BTCUSDT-1h-2025-07-05.zip');
  await put('.tapehaul/quarantine/BTCUSDT-1h-2025-07-05.zip');
  await put('_replaced/data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-05.zip');
  await symlink(join(folder, KEYS[0] ?? ''), join(folder, 'link.zip'));
  const before = statuses(await adopt({ move: true }));
  expect(before).toEqual({
    ...Object.fromEntries(KEYS.map((name) => [name, 'adopted'])),
    'BTCUSDT-1h-2025-07-01.zip': 'unknown_place',
    'elsewhere/BTCUSDT-1h-2025-07-01.zip': 'unknown_place',
    [`other/${KEYS[0]}`]: 'duplicate',
    'notes.txt': 'not_a_zip',
    'x.zip': 'unknown_name',
    'BTCUSDT-1h-2025-07-09.zip.CHECKSUM': 'lone_sidecar',
    'data/spot/daily/klines/ETHUSDT/1h/BTCUSDT-1h-2025-07-05.zip': 'misplaced',
    'link.zip': 'symbolic_link',
  });
  for (const path of Object.keys(before).filter((path) => !KEYS.includes(path))) {
    expect(
      await readFile(join(folder, path)).then(
        () => true,
        () => path === 'link.zip',
      ),
      path,
    ).toBe(true);
  }
});

describe('a folder without folders of the archive', () => {
  beforeEach(async () => {
    for (const name of KEYS) {
      await rename(join(folder, name), join(folder, basename(name)));
      await rename(join(folder, `${name}.CHECKSUM`), join(folder, `${basename(name)}.CHECKSUM`));
    }
  });

  test.each<FolderMeaning>([
    { as: 'data/spot/daily/klines/BTCUSDT/1h' },
    { as: '/spot/daily/klines/BTCUSDT/1h/' },
    { market: 'spot', type: 'klines' },
    { market: 'spot', type: 'klines', interval: '1h' },
  ])('is taken for what is said of it: %o', async (meaning) => {
    const files = await adopt({ meaning });
    const taken = files.map((file) => `${file.status} ${file.key}`);
    expect(taken.toSorted()).toEqual(KEYS.map((name) => `adopted ${name}`));
  });

  test('and of which another interval is said is left', async () => {
    const files = await adopt({ meaning: { market: 'spot', type: 'klines', interval: '4h' } });
    expect(files.map(({ reason }) => reason)).toEqual(KEYS.map(() => 'other_interval'));
  });

  test.each<[FolderMeaning, string]>([
    [{ market: 'spot' }, '--type'],
    [{ market: 'spt', type: 'klines' }, 'did you mean spot'],
    [{ market: 'spot', type: 'kline' }, 'did you mean klines'],
    [{ market: 'spot', type: 'klines', interval: '7h' }, '--interval'],
    [{ market: 'spot', type: 'trades', interval: '1h' }, 'has no intervals'],
    [{ as: 'moon/daily' }, '--as'],
  ])('is refused with %o, before anything is written', async (meaning, said) => {
    await refusal(adopt({ meaning }), 'config_invalid', said);
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });
});

test('an adoption that is stopped is Cancelled, and the same again takes the rest', async () => {
  const stop = new AbortController();
  const files = adoptFolder(folder, config(), { offline: true, signal: stop.signal });
  expect((await files.next()).value).toMatchObject({ status: 'adopted' });
  stop.abort();
  await files.return(undefined);
  await inRecord(async (record) => {
    expect((await record.runs({ flow: 'adopt' })).rows).toMatchObject([{ state: 'Cancelled' }]);
  });
  expect(new Set((await adopt()).map(({ status }) => status))).toEqual(new Set(['held']));
});
