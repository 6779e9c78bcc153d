import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DATA_TYPES, formatSeries, monthOf, parseKey } from '@tapehaul/archive';
import { duckdbWriter, type TableSource, type TableWriter } from '@tapehaul/lake';
import { repositoryFolder } from '@tapehaul/testkit';
import { findPython } from '@tapehaul/testkit/services';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seriesOf, writeSource } from './archive-zip.ts';
import { buildCase, type TableCase } from './build-case.ts';
import { READERS } from './readers.ts';
import { SPECIAL_FILES } from './special-files.ts';
import { syntheticFiles } from './synthetic-files.ts';

/** Real objects of the archive beside the repository; not part of it. */
const SAMPLE = process.env.TAPEHAUL_ARCHIVE_SAMPLE ?? join(repositoryFolder, '../shared/archive-sample');
const NUMBERS = ['double', 'decimal'] as const;

let python = '';
let folder = '';
let writer: TableWriter;
beforeAll(async () => {
  python = await findPython('readers', READERS);
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-rows-'));
  writer = await duckdbWriter({ staging: join(folder, 'spill') });
}, 900_000);
afterAll(async () => {
  await writer?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the independent reader finds wrong with tables. */
async function problemsOf(cases: readonly TableCase[]): Promise<string[]> {
  const path = join(folder, 'cases.json');
  await writeFile(path, JSON.stringify(cases));
  const { stdout } = await execa(python, [join(import.meta.dirname, 'reader/compare.py'), path]);
  return JSON.parse(stdout);
}

describe.each(NUMBERS)('numbers: %s', (numbers) => {
  test.skipIf(!existsSync(SAMPLE))(
    `real objects are in their tables row for row, from ${SAMPLE}`,
    async () => {
      const cases: TableCase[] = [];
      for (const [name, sources] of await sampleMonths()) {
        const object = parseKey(sources[0]?.key ?? '');
        if (object === undefined) throw new RangeError(name);
        cases.push(
          await buildCase(name, object, sources, numbers, join(folder, `sample ${numbers}`), writer),
        );
      }
      expect(await problemsOf(cases)).toEqual([]);
      expect(cases.length).toBeGreaterThan(2);
    },
  );

  test.each(SPECIAL_FILES)('$what', async ({ what, series: name, period, text }) => {
    const series = seriesOf(name);
    const source = await writeSource(join(folder, 'special'), series, period, text);
    const built = await buildCase(
      what,
      series,
      [source],
      numbers,
      join(folder, `special ${numbers}`),
      writer,
    );
    expect(await problemsOf([built])).toEqual([]);
  });
});

test('files of every data type, market and age are in their tables row for row', {
  timeout: 600_000,
}, async () => {
  const cases: TableCase[] = [];
  for await (const { object, bytes } of syntheticFiles(120)) {
    const source = await writeSource(join(folder, 'archive'), object, object.period, bytes);
    // Files that follow each other differ only in their age.
    const numbers = NUMBERS[cases.length % 2] ?? 'double';
    const root = join(folder, `synthetic ${object.partition}`);
    cases.push(await buildCase(source.key, object, [source], numbers, root, writer));
  }
  expect(await problemsOf(cases)).toEqual([]);
  expect(new Set(cases.map(({ table }) => table))).toEqual(new Set(DATA_TYPES));
  expect(cases.length).toBeGreaterThan(150);
});

/** Zips of the sample by series and month. */
async function sampleMonths(): Promise<Map<string, TableSource[]>> {
  const names = (await readdir(SAMPLE, { recursive: true })).filter((name) => name.endsWith('.zip'));
  const months = new Map<string, TableSource[]>();
  for (const key of names.sort()) {
    const object = parseKey(key);
    if (object === undefined) continue;
    const source = await writeSource(
      join(folder, 'sample'),
      object,
      object.period,
      await readFile(join(SAMPLE, key)),
    );
    const month = `${formatSeries(object)} ${monthOf(`${object.period}-01`)}`;
    months.set(month, [...(months.get(month) ?? []), source]);
  }
  return months;
}
