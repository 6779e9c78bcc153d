import { cp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { recordPath } from '@tapehaul/catalog-sqlite';
import { parseConfig } from '@tapehaul/config';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  closeQuietly,
  findRun,
  meantRunId,
  openRecord,
  requestOfRun,
  runRequest,
  runRequestSchema,
  whyUnusable,
} from '../src/index.ts';
import { collect, config, directory, output } from './archive.ts';
import { haveCollection, inRecord, refusal } from './reported.ts';

/** What the function throws or rejects with. */
const of = (work: () => unknown): Promise<unknown> => Promise.resolve().then(work);

describe('the record of an output directory', () => {
  test('is read by others while it stands, and reading it leaves its content as it is', async () => {
    await haveCollection();
    const before = await readFile(recordPath(output));
    const one = await openRecord(output);
    const other = await openRecord(output);
    expect((await other.runs()).rows).toEqual((await one.runs()).rows);
    await closeQuietly(one);
    await closeQuietly(other);
    expect(await readFile(recordPath(output))).toEqual(before);
  });

  test('that does not exist is distinguished from one that is lost, each with what to do', async () => {
    await refusal(
      of(() => openRecord(output)),
      'run_not_found',
      `nothing was collected into ${output} yet`,
      '--dir',
    );
    await haveCollection();
    await rm(recordPath(output));
    await refusal(
      of(() => openRecord(output)),
      'run_not_found',
      `the record of ${output} is missing`,
      `tapehaul repair ${output}`,
    );
  });

  test('of a newer version is refused, by reading and by collecting, and stays as it is', async () => {
    await haveCollection();
    const database = new DatabaseSync(recordPath(output));
    database.exec('PRAGMA user_version = 9999');
    database.close();
    const before = await stat(recordPath(output));
    await refusal(
      of(() => openRecord(output)),
      'catalog_newer',
    );
    await refusal(collect(), 'catalog_newer');
    expect((await stat(recordPath(output))).size).toBe(before.size);
  });
});

describe('a run', () => {
  test('is found by its id, a beginning or the end of it, or as the newest', async () => {
    await haveCollection();
    const { run_id: newest } = await collect();
    await inRecord(async (record) => {
      const [, oldest] = (await record.runs()).rows.map(({ runId }) => runId);
      const end = (id = ''): string => id.slice(id.lastIndexOf('-') + 1);
      for (const name of [undefined, 'latest', 'LATEST', newest, end(newest)]) {
        expect((await findRun(record, name)).runId).toBe(newest);
      }
      expect((await findRun(record, end(oldest))).runId).toBe(oldest);
      const both = await refusal(
        of(() => findRun(record, newest.slice(0, 4))),
        'run_not_found',
        newest,
        `${oldest}`,
      );
      expect(both.facts).toMatchObject({ candidates: [newest, oldest] });
      await refusal(
        of(() => findRun(record, '')),
        'run_not_found',
        'no run ""',
        newest,
        `${oldest}`,
      );
    });
  });

  test('is found by a part of its id exactly where no other has that part', () => {
    const ids = fc.uniqueArray(fc.stringMatching(/^2025-[ab]{3}$/), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(ids, fc.stringMatching(/^(2025-)?[ab]{0,3}$/), (all, typed) => {
        const fitting = all.filter(
          (id) => typed !== '' && (id.startsWith(typed) || id.endsWith(`-${typed}`)),
        );
        const whole = all.find((id) => id === typed);
        const meant = () => meantRunId(typed, all);
        if (whole !== undefined || fitting.length <= 1) expect(meant()).toBe(whole ?? fitting[0]);
        else expect(meant).toThrow(`is the beginning of ${fitting.length} runs`);
      }),
    );
    expect(meantRunId('latest', ['b', 'a'])).toBe('b');
    expect(meantRunId('latest', [])).toBeUndefined();
  });

  test('that has ended takes no request, and one that does not exist is not found', async () => {
    await haveCollection();
    const { runId } = await inRecord((record) => findRun(record, undefined));
    for (const request of ['cancel', 'pause', 'resume'] as const) {
      await refusal(
        of(() => requestOfRun(output, runId, request)),
        'run_ended',
        runId,
      );
      await refusal(
        of(() => requestOfRun(output, 'nobody', request)),
        'run_not_found',
        'nobody',
      );
    }
  });

  test('says what it collects; another flow, or another form, says nothing', async () => {
    await haveCollection();
    const run = await inRecord((record) => findRun(record, undefined));
    const request = runRequest(run);
    expect(runRequestSchema.parse(request)).toEqual(request);
    expect(request).toMatchObject({
      markets: ['spot'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      intervals: ['1h'],
      from: '2025-07-01',
      to: '2025-07-03',
    });
    // As older versions recorded it.
    expect(runRequest({ parameters: config() })).toMatchObject({ symbols: ['BTCUSDT'] });
    for (const parameters of [null, 1, {}, { config: 'x' }, { folder: '/x' }])
      expect(runRequest({ parameters })).toBeNull();
  });
});

describe('an output directory', () => {
  test('that can be used has nothing against it, whether it exists or not, and nothing is made', async () => {
    expect(await whyUnusable(output)).toBeUndefined();
    expect(await whyUnusable(join(output, 'a', 'b', 'c'))).toBeUndefined();
    await expect(stat(output)).rejects.toThrow('ENOENT');
    await haveCollection();
    expect(await whyUnusable(output)).toBeUndefined();
  });

  test.each<[string, (place: string) => Promise<unknown>, string]>([
    ['a file in its place', (place) => writeFile(place, ''), 'is in the way'],
    ['a link to nothing in its place', (place) => symlink(join(directory, 'none'), place), 'is in the way'],
    ['a file above it', (place) => writeFile(place, '').then(() => join(place, 'x')), 'is not a directory'],
  ])('with %s is refused with the reason that is known before', async (_, put, why) => {
    const below = await put(output);
    const place = typeof below === 'string' ? below : output;
    expect(await whyUnusable(place)).toContain(why);
    const error = await refusal(
      collect({ output_directory: place }),
      'target_blocked',
      why,
      'another output directory',
    );
    expect(error.exitCode).toBe(7);
  });

  test('in a file system of the kernel is refused', async () => {
    expect(await whyUnusable('/proc/tapehaul')).toBe('no directory can be created there');
    const error = await refusal(
      collect({ output_directory: '/proc/tapehaul' }),
      'file_failed',
      '/proc/tapehaul cannot be used',
    );
    expect(error.hint).toBeTruthy();
  });

  test('is known by its files, not by its path: it can be moved, and is continued where it is', async () => {
    await haveCollection();
    const moved = join(directory, 'moved');
    await mkdir(moved);
    await cp(output, moved, { recursive: true });
    await rm(output, { recursive: true });
    const there = parseConfig({ ...config(), output_directory: moved });
    const again = await collect({ output_directory: there.output_directory });
    expect(again.collection_stats).toMatchObject({ total_tasks: 3, skipped_tasks: 3 });
    await expect(stat(output)).rejects.toThrow('ENOENT');
  });
});
