import { rmSync, writeFileSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { TapehaulError } from '@tapehaul/errors';
import { zipFrame } from '@tapehaul/testkit/content';
import { describe, expect, test } from 'vitest';
import { readDays } from '../../src/index.ts';
import { readSource, sourceOf, zipBytes } from './zip-of.ts';

const DAY = '2025-07-01';
const MIDNIGHT = Date.parse(`${DAY}T00:00:00Z`);
const TRADES = {
  series: { market: 'futures_um', dataType: 'trades', symbol: 'BTCUSDT', interval: null },
  numbers: 'double',
} as const;

/** Trades of a day, by the number of days since the first one. */
function trades(count: number, day = 0): string {
  const begin = MIDNIGHT + day * 86_400_000;
  return Array.from({ length: count }, (_, id) => `${id},100.5,2,201,${begin + id},true\n`).join('');
}

/** What reading a zip of these bytes rejects with. */
async function fault(
  zip: Uint8Array,
  change: (path: string) => void = () => undefined,
): Promise<TapehaulError> {
  const source = sourceOf(zip, DAY);
  change(source.path);
  const thrown: unknown = await readSource(source, TRADES).catch((error: unknown) => error);
  return thrown instanceof TapehaulError ? thrown : expect.fail(`not a TapehaulError: ${String(thrown)}`);
}

/** A zip whose entry states other sums than its content has. */
function lying(csv: string, stated: { readonly size?: number; readonly crc32?: number }): Buffer {
  const content = Buffer.from(csv);
  const packed = deflateRawSync(content);
  const sums = { compressedSize: packed.length, size: content.length, crc32: crc32(content), ...stated };
  const { head, tail } = zipFrame({ name: 'rows.csv', method: 'deflated', ...sums });
  return Buffer.concat([head, packed, tail]);
}

/** A zip with two entries, each of which a CSV. */
function twice(csv: string): Buffer {
  const one = zipBytes(csv);
  const directory = one.indexOf('PK\x01\x02');
  const central = one.subarray(directory, one.indexOf('PK\x05\x06'));
  const second = Buffer.from(central);
  second.writeUInt32LE(directory, 42);
  const end = Buffer.from(one.subarray(one.indexOf('PK\x05\x06')));
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(central.length * 2, 12);
  end.writeUInt32LE(directory * 2, 16);
  return Buffer.concat([one.subarray(0, directory), one.subarray(0, directory), central, second, end]);
}

describe('a zip', () => {
  test('of any size is read to its end', async () => {
    // Both more than is inflated in one go.
    const csv = trades(120_000);
    expect(csv.length).toBeGreaterThan(4 * 2 ** 20);
    for (const level of [0, 6]) {
      const { days, report } = await readSource(sourceOf(zipBytes(csv, { level }), DAY), TRADES);
      expect(report).toMatchObject({ rows: 120_000, inflated: csv.length, findings: [] });
      const ids = days[0]?.rows.columns[0];
      if (ids === undefined || 'texts' in ids) expect.fail();
      const numbers = new BigInt64Array(ids.data.buffer, ids.data.byteOffset, 120_000);
      expect(numbers.every((id, row) => id === BigInt(row))).toBe(true);
    }
  });

  test.each([10, 120_000])('with another CRC than it states is refused: %i rows', async (rows) => {
    const error = await fault(lying(trades(rows), { crc32: 1 }));
    expect(error).toMatchObject({ code: 'not_a_zip', facts: { expected: { crc: 1 } } });
  });

  test.each([10, 120_000])('with more content than it states is refused: %i rows', async (rows) => {
    const { length } = trades(rows);
    expect((await fault(lying(trades(rows), { size: length - 100 }))).code).toBe('not_a_zip');
    expect((await fault(lying(trades(rows), { size: length + 100 }))).code).toBe('not_a_zip');
  });

  test.each([10, 120_000])('with damaged bytes is refused: %i rows', async (rows) => {
    const zip = zipBytes(trades(rows));
    zip.fill(0xff, 60, 80);
    expect((await fault(zip)).code).toBe('not_a_zip');
  });

  test('of two entries is refused', async () => {
    const error = await fault(twice(trades(3)));
    expect(error).toMatchObject({ code: 'not_a_zip', facts: { names: ['rows.csv', 'rows.csv'] } });
    expect(error.message).toContain('2 entries, expected 1');
  });

  test('that is none, is a bomb, has changed or is gone is refused', async () => {
    expect((await fault(Buffer.from('<html></html>'))).code).toBe('not_a_zip');
    expect((await fault(zipBytes('0'.repeat(20_000_000)))).code).toBe('zip_refused');
    expect((await fault(zipBytes(trades(3)), (path) => writeFileSync(path, 'PK'))).code).toBe(
      'size_mismatch',
    );
    expect((await fault(zipBytes(trades(3)), (path) => rmSync(path))).code).toBe('file_failed');
  });

  test('is read no further once the signal aborts', async () => {
    const stop = new AbortController();
    const csv = [0, 1, 2, 3].map((day) => trades(40_000, day)).join('');
    const reading = readDays(sourceOf(zipBytes(csv), '2025-07'), { ...TRADES, signal: stop.signal });
    expect((await reading.next()).value).toMatchObject({ day: DAY });
    stop.abort();
    await expect(reading.next()).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('of a data type that the market never had is refused', async () => {
    const series = { market: 'spot', dataType: 'metrics', symbol: 'BTCUSDT', interval: null };
    const reading = readSource(sourceOf(zipBytes(''), DAY), { series, numbers: 'double' });
    await expect(reading).rejects.toMatchObject({ code: 'internal' });
  });
});
