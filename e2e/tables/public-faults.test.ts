import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type BuiltPartition,
  buildMonth,
  duckdbWriter,
  monthPartitions,
  type TableWriter,
} from '@tapehaul/lake';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriesOf, textOf, writeSource } from './archive-zip.ts';
import { PUBLIC_FAULTS } from './public-faults.ts';

/** Findings that say only that no daily file was held. */
const NOTHING_HELD = new Set(['unchecked_by_daily', 'daily_missing']);

let folder = '';
let writer: TableWriter;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-faults-'));
  writer = await duckdbWriter({ staging: join(folder, 'spill') });
});
afterAll(async () => {
  await writer?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Counts added up by name. */
function sums(counts: Iterable<readonly [string, number]>): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, count] of counts) if (count > 0) found[name] = (found[name] ?? 0) + count;
  return found;
}

test.each(PUBLIC_FAULTS)('$issues: $what', async ({ series: name, month, files, rows, findings, from }) => {
  const series = seriesOf(name);
  const root = await mkdtemp(join(folder, 'root-'));
  const sources = await Promise.all(
    Object.entries(files).map(([period, lines]) => writeSource(root, series, period, textOf(lines))),
  );
  const held = new Set(Object.keys(files));
  // Where a test has few days of a month, only these are built.
  const all = monthPartitions(series, month, sources).map(({ period }) => period);
  const periods = all.filter((period) => held.has(period) || held.size === 1 || rows > 2_000);
  const order = {
    series,
    month,
    sources,
    periods,
    numbers: 'double',
    repair: 'days',
    root,
    staging: join(root, '.tapehaul'),
  } as const;
  const built: BuiltPartition[] = await Array.fromAsync(
    buildMonth(order, { writer, signal: new AbortController().signal, durability: 'none' }),
  );
  const found = built.flatMap((partition) => partition.findings);
  const partitionOf = new Map(sources.map(({ key, partition }) => [key, partition]));
  expect(
    sums(found.filter(({ rule }) => !NOTHING_HELD.has(rule)).map(({ rule, count }) => [rule, count])),
  ).toEqual(findings);
  expect(built.reduce((sum, partition) => sum + partition.rows, 0)).toBe(rows);
  expect(
    sums(
      built.flatMap((partition) =>
        partition.sources.map(({ key, rows: taken }) => [partitionOf.get(key) ?? key, taken] as const),
      ),
    ),
  ).toEqual(from);
});
