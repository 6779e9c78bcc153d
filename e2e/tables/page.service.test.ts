import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder } from '@tapehaul/testkit';
import { findPython } from '@tapehaul/testkit/services';
import { builtSeries, viewText, writeFreqtrade } from '@tapehaul/workflow';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING, makeTables } from './made-tables.ts';
import { READERS } from './readers.ts';

/** The blocks of a page in a language, each with the line that it begins at. */
function blocksOf(page: string, language: string): string[] {
  const text = readFileSync(join(repositoryFolder, page), 'utf8');
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, of, block = '']) =>
    of === language ? [block] : [],
  );
}

const sql = blocksOf('docs/tables.md', 'sql');
const isOfClickhouse = (block: string): boolean => block.includes('SETTINGS');
let python = '';
let tables: Awaited<ReturnType<typeof makeTables>>;

beforeAll(async () => {
  python = await findPython('readers', READERS);
  tables = await makeTables('data');
  const series = await builtSeries(tables.output, EVERYTHING);
  const out = join(tables.folder, 'user_data/data/binance');
  const { signal } = new AbortController();
  await Array.fromAsync(writeFreqtrade(tables.output, series, { out, signal }));
}, 900_000);
afterAll(() => tables?.remove());

async function rowsOf(
  program: string,
  language: string,
  blocks: readonly string[],
  views = '',
): Promise<number[]> {
  const script = join(import.meta.dirname, 'run-blocks.py');
  const input = JSON.stringify({ language, blocks, views });
  return JSON.parse((await execa(program, [script], { cwd: tables.folder, input })).stdout);
}

test('each query of docs/tables.md gives its rows in DuckDB, with the views that are printed for it', async () => {
  const series = await builtSeries(tables.output, EVERYTHING);
  const views = viewText('duckdb', series, EVERYTHING, { outputDirectory: tables.output });
  const blocks = sql.filter((block) => !isOfClickhouse(block));
  // A day of hours; the hours of a month, made of minutes; the hours of a future, each with its funding rate.
  expect(await rowsOf(python, 'duckdb', blocks, views)).toEqual([24, 744, 744]);
});

test('each block of Python of docs/tables.md and of the README prints a frame', async () => {
  const blocks = [...blocksOf('docs/tables.md', 'python'), ...blocksOf('README.md', 'python')];
  const counts = await rowsOf(python, 'python', blocks);
  expect(counts).toHaveLength(4);
  for (const lines of counts) expect(lines).toBeGreaterThan(10);
});

test('the query for ClickHouse gives each series in chdb', async () => {
  const chdb = await findPython('chdb', ['chdb-core-lite==26.5.0']);
  // 1m and 1h of two symbols; the future has its own market and the same names.
  expect(await rowsOf(chdb, 'clickhouse', sql.filter(isOfClickhouse))).toEqual([4]);
}, 900_000);
