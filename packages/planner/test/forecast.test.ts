import { type ArchiveObject, formatKey } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { type Change, type Compared, createForecast } from '../src/index.ts';

/** A file of a plan, with the size that a listing gives. */
function planned(period: string, change: Change, size: number): Compared {
  const object: ArchiveObject = {
    ...{ market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null },
    ...{ partition: 'daily', period },
  };
  const key = formatKey(object);
  const modified = '2026-01-01T00:00:00Z';
  const listed = { size, etag: 'e', lastModified: modified, sidecarModified: modified };
  return { kind: 'object', key, object, by: 'listing', change, listed };
}

test('a forecast adds up the files to fetch by the engine that tries them first', () => {
  const forecast = createForecast({
    fetchFor: (bytes) => ({ engine: bytes > 1_000 ? 'large' : 'small', requests: bytes > 1_000 ? 3 : 2 }),
    sidecars: true,
  });
  forecast.add(planned('2025-07-01', 'new', 5_000));
  forecast.add(planned('2025-07-02', 'replaced', 100));
  forecast.add(planned('2025-07-03', 'corrupt', 2_000));
  forecast.add(planned('2025-07-04', 'present', 9_000));
  forecast.add(planned('2025-07-05', 'gone', 9_000));
  expect(forecast.engines()).toEqual([
    { engine: 'large', files: 2, bytes: 7_000 },
    { engine: 'small', files: 1, bytes: 100 },
  ]);
  expect(forecast.total()).toMatchObject({ fetch_files: 3, fetch_bytes: 7_100, requests: 8 });
});
