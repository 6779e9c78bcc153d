import { formatKey } from '@tapehaul/archive';
import { METADATA_KEY, partitionIdentity } from '@tapehaul/lake';
import { partitionPath } from '@tapehaul/tables';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { partitionOfFile } from './table-file.ts';

const SERIES = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' } as const;
const PATH = partitionPath({ series: SERIES, period: '2025-07' });
const OUTSIDE = { bytes: 1_000, sha256: 'f'.repeat(64), builtAt: 5, runId: 'a run' };

/** What the file of a partition of these daily files says, with changes to it. */
function metadataOf(rowsOfDays: readonly number[], changes: object = {}): string {
  const sources = rowsOfDays.map((rows, at) => {
    const period = `2025-07-${String(at + 1).padStart(2, '0')}`;
    return {
      key: formatKey({ ...SERIES, partition: 'daily', period }),
      sha256: 'a'.repeat(64),
      rows,
      period,
    };
  });
  const making = { schemaVersion: 1, writer: 'a writer 1', numbers: 'double', repair: 'days' } as const;
  return JSON.stringify({
    ...{ table: 'klines', schema_version: 1, writer: 'a writer 1', numbers: 'double', repair: 'days' },
    identity: partitionIdentity({ ...making, sources }),
    ...{ first_time: 1, last_time: 2, first_id: null, last_id: null },
    sources: sources.map(({ period: _, ...source }) => source),
    days: sources.map(({ key, period }) => ({ first: period, last: period, source: key, rule: null })),
    ...changes,
  });
}

const read = (text: string, rows: number, path = PATH) =>
  partitionOfFile(path, { rows, metadata: { [METADATA_KEY]: text } }, OUTSIDE);

test('a partition is what its file says of it, and what is known from outside', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 24 }), { minLength: 1, maxLength: 31 }), (days) => {
      const rows = days.reduce((sum, of) => sum + of, 0);
      const partition = read(metadataOf(days), rows);
      expect(partition).toMatchObject({ ...OUTSIDE, path: PATH, series: SERIES, period: '2025-07', rows });
      expect(partition?.sources.map((source) => source.rows)).toEqual(days);
      expect(partition?.days).toHaveLength(days.length);
    }),
  );
});

test.each([
  ['another table', { table: 'trades' }],
  ['another way of making it', { repair: 'off' }],
  ['another writer', { writer: 'a writer 2' }],
  ['a digest of no source', { identity: 'b'.repeat(64) }],
  ['days of another month', { days: [{ first: '2025-08-01', last: '2025-08-01', source: 'x', rule: null }] }],
  ['no sources', { sources: undefined }],
])('a file that names %s says nothing', (_, changes) => {
  expect(read(metadataOf([24]), 24)).toBeDefined();
  expect(read(metadataOf([24], changes), 24)).toBeUndefined();
});

test('a file at the place of another series or with another count of rows says nothing', () => {
  const elsewhere = partitionPath({ series: { ...SERIES, symbol: 'ETHUSDT' }, period: '2025-07' });
  expect(read(metadataOf([24]), 24, elsewhere)).toBeUndefined();
  expect(read(metadataOf([24]), 24, 'silver/binance/../elsewhere.parquet')).toBeUndefined();
  expect(read(metadataOf([24]), 23)).toBeUndefined();
});

test('whatever a file says, reading it throws nothing', () => {
  const text = fc.oneof(
    fc.string(),
    fc.json(),
    fc.object().map((value) => JSON.stringify(value)),
  );
  fc.assert(fc.property(text, (said) => void expect(read(said, 1)).toBeUndefined()));
});
