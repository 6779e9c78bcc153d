import { addDays, daysBetween, parseKey } from '@tapehaul/archive';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  type Compared,
  compare,
  createForecast,
  type HeldObjectState,
  type Listed,
  type ListingSource,
  type PlanRequest,
  planByListing,
  type SeriesListing,
} from '../src/index.ts';

const today = '2026-11-23';
const listed = (size = 100): Listed => ({
  size,
  etag: `e${size}`,
  lastModified: '2026-11-01T00:00:00Z',
  sidecarModified: '2026-11-01T00:00:00Z',
});

/** An archive that lists these days and months of every series, and these symbols. */
function source(
  periods: Iterable<string>,
  symbols: readonly string[] = [],
): ListingSource & { requested: string[] } {
  const all = [...periods].sort();
  const requested: string[] = [];
  return {
    requested: requested,
    symbols: async () => symbols,
    async series({ symbol }, partition, first, last): Promise<SeriesListing> {
      requested.push(`${symbol} ${partition} ${first} ${last}`);
      const own = all.filter((period) => period.length === first.length);
      const inside = own.filter((period) => period >= first && period <= last);
      return {
        objects: new Map(inside.map((period) => [period, listed()])),
        before: own.some((period) => period < first),
        after: own.some((period) => period > last),
      };
    },
  };
}

const request = (more: Partial<PlanRequest> = {}): PlanRequest => ({
  markets: ['spot'],
  symbols: ['BTCUSDT'],
  data_types: ['trades'],
  date_range: { start: '2026-10-01', end: '2026-10-31' },
  ...more,
});

async function answers(more: Partial<PlanRequest>, from: ListingSource): Promise<string[]> {
  const lines: string[] = [];
  for await (const answer of planByListing(request(more), from, { today })) {
    if (answer.kind === 'object') lines.push(answer.object.period);
    else lines.push(`${answer.verdict} ${answer.first} ${answer.last}`);
  }
  return lines;
}

describe('a plan by listing', () => {
  test('takes the month when it is listed, and its days when it is not', async () => {
    const days = [...daysBetween('2026-10-01', '2026-10-31')];
    expect(await answers({}, source(['2026-10', ...days]))).toEqual(['2026-10']);
    expect(await answers({}, source(days))).toEqual(days);
  });

  test('does not list months when no whole month can be used', async () => {
    const from = source(daysBetween('2026-10-01', '2026-11-22'));
    await answers({ date_range: { start: '2026-11-20', end: '2026-11-22' } }, from);
    expect(from.requested).toEqual(['BTCUSDT daily 2026-11-20 2026-11-22']);
  });

  test('distinguishes a gap from what never existed, has ended, or may still come', async () => {
    const range = { date_range: { start: '2026-10-01', end: '2026-11-22' } };
    const days = ['2026-10-03', '2026-10-04', '2026-10-08', '2026-11-19'];
    expect(await answers(range, source(days))).toEqual([
      'before_first 2026-10-01 2026-10-02',
      '2026-10-03',
      '2026-10-04',
      'gap 2026-10-05 2026-10-07',
      '2026-10-08',
      'gap 2026-10-09 2026-11-14',
      'not_yet_published 2026-11-15 2026-11-18',
      '2026-11-19',
      'not_yet_published 2026-11-20 2026-11-22',
    ]);
    expect(await answers(range, source(['2026-09-30']))).toEqual(['after_last 2026-10-01 2026-11-22']);
    expect(await answers(range, source(['2026-10-02', '2026-09-30']))).toEqual([
      'gap 2026-10-01 2026-10-01',
      '2026-10-02',
      'after_last 2026-10-03 2026-11-22',
    ]);
    expect(await answers(range, source([]))).toEqual(['never_existed 2026-10-01 2026-11-22']);
  });

  test('takes the symbols that fit its patterns, without those excluded', async () => {
    const from = source(['2026-10'], ['ETHUSDT', 'BTCUSDT', 'BTCUSDC', 'BNBUSDT', '币安人生USDT']);
    await answers({ symbols: ['*USDT'], exclude_symbols: ['BN?USDT'] }, from);
    expect(
      from.requested.filter((request) => request.includes('daily')).map((request) => request.split(' ')[0]),
    ).toEqual(['BTCUSDT', 'ETHUSDT', '币安人生USDT']);
  });

  test('believes what is listed before what is known of a type', async () => {
    const cm = { markets: ['futures_cm' as const], symbols: ['BTCUSD_200925'] };
    const july = { date_range: { start: '2020-07-30', end: '2020-07-31' } };
    expect(await answers({ ...cm, ...july }, source(['2020-07-30', '2020-07-31']))).toEqual([
      '2020-07-30',
      '2020-07-31',
    ]);
    const now = { date_range: { start: today, end: today } };
    expect(await answers(now, source([today]))).toEqual([today]);
    const options = { markets: ['options' as const], data_types: ['BVOLIndex' as const], symbols: ['*'] };
    expect(await answers({ ...options, ...now }, source([today], ['SOLBVOLUSDT']))).toEqual([today]);
  });

  test('says of a pattern that fits nothing, or a type that does not exist, that it fits nothing', async () => {
    expect(await answers({ symbols: ['*XYZ'] }, source([], ['BTCUSDT']))).toEqual([
      'never_existed 2026-10-01 2026-10-31',
    ]);
    const none = await answers({ symbols: ['*USDT'], data_types: ['fundingRate'] }, source([], []));
    expect(none).toEqual(['never_existed 2026-10-01 2026-10-31']);
  });

  test('does not give up long spot candles, which come months late', async () => {
    const weeks = { data_types: ['klines' as const], intervals: ['1w' as const] };
    const range = { date_range: { start: '2026-04-01', end: '2026-08-31' } };
    expect(await answers({ ...weeks, ...range }, source(['2026-04']))).toEqual([
      '2026-04',
      'not_yet_published 2026-05-01 2026-08-31',
    ]);
  });

  test('rejects as the listing does: a listing that fails is never empty', async () => {
    const from = source([]);
    from.series = () => Promise.reject(new Error('AccessDenied'));
    await expect(answers({}, from)).rejects.toThrow('AccessDenied');
  });

  test('reads latest as the newest day that can be published', async () => {
    const from = source([]);
    await answers({ date_range: { start: '2026-11-20', end: 'latest' } }, from);
    expect(from.requested).toEqual([`BTCUSDT daily 2026-11-20 ${addDays(today, -1)}`]);
  });
});

describe('a comparison with what is held', () => {
  const key = 'data/spot/daily/trades/BTCUSDT/BTCUSDT-trades-2026-10-01.zip';
  const object = parseKey(key);
  if (object === undefined) throw new Error('no object');
  const answer: Answer = { kind: 'object', key, object, by: 'listing', listed: listed(100) };
  const at = Date.parse('2026-11-02');
  const held: HeldObjectState = { bytes: 100, etag: 'e100', fetchedAt: at, intact: true };
  const changes = (state: HeldObjectState | undefined, one: Answer = answer): string[] =>
    [...compare(one, () => state)].map((compared) =>
      compared.kind === 'object' ? compared.change : compared.kind,
    );

  test.each([
    ['new', undefined],
    ['present', held],
    ['corrupt', { ...held, intact: false }],
    ['replaced', { ...held, bytes: 99 }],
    ['replaced', { ...held, etag: 'other' }],
    ['present', { ...held, etag: null }],
    ['replaced', { ...held, etag: null, fetchedAt: Date.parse('2026-10-31') }],
    ['replaced', { ...held, fetchedAt: Date.parse('2026-10-31') }],
  ] as const)('is %s for %j', (change, state) => {
    expect(changes(state)).toEqual([change]);
  });

  test('finds what is held and gone upstream, which the verdict does not speak of', () => {
    const gap: Answer = {
      kind: 'verdict',
      series: { market: 'spot', dataType: 'trades', symbol: 'BTCUSDT', interval: null },
      first: '2026-09-30',
      last: '2026-10-02',
      by: 'listing',
      verdict: 'gap',
      reason: '',
      listing: 'daily',
    };
    expect([...compare(gap, (one) => (one === key ? held : undefined))]).toEqual([
      { ...gap, last: '2026-09-30' },
      { kind: 'object', key, object, by: 'listing', change: 'gone' },
      { ...gap, first: '2026-10-02' },
    ]);
  });

  test('adds up to a forecast', () => {
    const forecast = createForecast({ fetchFor: () => ({ engine: 's3', requests: 2 }), sidecars: true });
    const add = (change: 'new' | 'present' | 'gone' | 'replaced', size?: number): void => {
      const { listed: _, ...plain } = { ...answer, listed: undefined };
      const compared: Compared = {
        ...plain,
        change,
        ...(size === undefined ? {} : { listed: listed(size) }),
      };
      forecast.add(compared);
    };
    add('new', 5_000);
    add('replaced', 100);
    add('present', 7);
    add('gone');
    expect(forecast.total()).toEqual({
      files: 3,
      changes: { new: 1, replaced: 1, present: 1, corrupt: 0, gone: 1, disputed: 0 },
      fetch_files: 2,
      fetch_bytes: 5_100,
      estimated_files: 0,
      disk_bytes: 8_192 + 4_096 + 4_096 + 4_096,
      requests: 4,
    });
    expect(forecast.rows()).toMatchObject([{ market: 'spot', data_type: 'trades', files: 3 }]);
  });
});
