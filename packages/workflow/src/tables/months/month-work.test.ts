import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { addDays, formatKey, isMonth, monthOf, type Partition } from '@tapehaul/archive';
import type { Catalog } from '@tapehaul/catalog';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { partitionIdentity } from '@tapehaul/lake';
import { partitionPath, tableSchema } from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { localTables } from '../storage/local-tables.ts';
import { nothingFound, type TableMaking, tableMonths } from './month-work.ts';

const series = { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null } as const;
const making = { writer: 'a writer 1', numbers: 'double', repair: 'days', rebuild: false } as const;
const schemaVersion = tableSchema('trades').version;
const FIRST = '2025-06-26';
const days = Array.from({ length: 12 }, (_, at) => addDays(FIRST, at));

/** What is known of a day: whether its file is held, and of its partition what is recorded and what is on the disk. */
const dayState = fc.record({
  isHeld: fc.boolean(),
  recorded: fc.constantFrom('nothing', 'as it is', 'of another file', 'by another writer'),
  isPresent: fc.boolean(),
});

const sourceOf = (partition: Partition, period: string) => ({
  key: formatKey({ ...series, partition, period }),
  sha256: (isMonth(period) ? 'b' : 'a').padEnd(64, period.replaceAll('-', '')),
});

function hold(catalog: Catalog, partition: Partition, period: string): void {
  const { key, sha256 } = sourceOf(partition, period);
  const token = { etag: null, lastModified: null };
  const proof = { proof: 'sidecar', depth: 'published' } as const;
  const times = { mtimeMs: 0, recordedAt: 0, runId: 'a run' };
  catalog.recordObject({
    key,
    path: key,
    bytes: 1,
    sha256,
    ...proof,
    ...token,
    series,
    partition,
    period,
    ...times,
  });
}

function recordPartition(catalog: Catalog, path: string, period: string, identity: string): void {
  const none = { firstTime: null, lastTime: null, firstId: null, lastId: null };
  const counts = { rows: 0, bytes: 1, duplicatesDropped: 0, inexactValues: 0, schemaVersion };
  const made = {
    sha256: '0'.repeat(64),
    writer: making.writer,
    numbers: making.numbers,
    builtAt: 0,
    runId: 'a run',
  };
  catalog.recordPartition(
    { path, series, period, identity, ...none, ...counts, ...made, sources: [], days: [] },
    [],
  );
}

test('exactly those partitions are built that have a source and are not recorded as made of it, or whose file is gone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(dayState, { minLength: days.length, maxLength: days.length }),
      fc.boolean(),
      fc.integer({ min: 0, max: days.length - 1 }),
      async (states, hasMonth, from) => {
        const root = await mkdtemp(join(tmpdir(), 'tapehaul-months-'));
        await mkdir(dirname(recordPath(root)), { recursive: true });
        const catalog = openCatalog(recordPath(root));
        try {
          await catalog.startRun({ runId: 'a run', flow: 'a flow', parameters: null });
          if (hasMonth) hold(catalog, 'monthly', '2025-06');
          const expected = { build: [] as string[], upToDate: 0, withoutSources: 0, gone: [] as string[] };
          for (const [at, day] of days.entries()) {
            const { isHeld, recorded, isPresent } = states[at] ?? {
              isHeld: false,
              recorded: '',
              isPresent: false,
            };
            const path = partitionPath({ series, period: day });
            const month = hasMonth && monthOf(day) === '2025-06' ? [sourceOf('monthly', '2025-06')] : [];
            const own = isHeld ? [sourceOf('daily', day)] : [];
            if (isHeld) hold(catalog, 'daily', day);
            const sources =
              recorded === 'of another file' ? [{ key: 'x', sha256: '1'.repeat(64) }] : [...own, ...month];
            const writer = recorded === 'by another writer' ? 'a writer 2' : making.writer;
            const identity = partitionIdentity({ ...making, writer, schemaVersion, sources });
            if (recorded !== 'nothing') recordPartition(catalog, path, day, identity);
            if (isPresent) {
              await mkdir(dirname(join(root, path)), { recursive: true });
              await writeFile(join(root, path), '');
            }
            if (at < from) continue;
            const hasSource = own.length + month.length > 0;
            if (hasSource && recorded === 'as it is' && isPresent) expected.upToDate += 1;
            else if (hasSource) expected.build.push(day);
            else if (recorded !== 'nothing' && isPresent) expected.withoutSources += 1;
            else if (recorded !== 'nothing') expected.gone.push(path);
          }
          const request = {
            ...{ markets: ['spot'], symbols: ['BTC*'], exclude_symbols: [], data_types: ['trades'] },
            date_range: { start: days[from] ?? FIRST, end: days.at(-1) ?? FIRST },
          } as TableMaking['request'];
          const found = nothingFound();
          const work = await Array.fromAsync(
            tableMonths({ catalog, storage: localTables(root) }, { ...making, request }, found),
          );
          const built = work.flatMap(({ periods }) => periods);
          const isKnown = hasMonth || states.some(({ isHeld }) => isHeld);
          expect(built).toEqual(expected.build);
          // A series of which nothing is held is not read.
          if (isKnown) {
            expect(found).toEqual({
              upToDate: expected.upToDate,
              withoutSources: expected.withoutSources,
              gone: expected.gone,
              withoutDigest: { files: 0, keys: [] },
              broken: { files: 0, keys: [] },
            });
          }
          for (const { month, periods } of work)
            expect(periods.every((day) => monthOf(day) === month)).toBe(true);
        } finally {
          await catalog.close();
          await rm(root, { recursive: true });
        }
      },
    ),
    { numRuns: 25 },
  );
});
