import { describe, expect, test } from 'vitest';
import {
  AVAILABILITY,
  asDataType,
  availabilityOf,
  CANDLE_TYPES,
  type Column,
  csvFormat,
  DATA_TYPE_SPECS,
  DATA_TYPES,
  type DataTypeSpec,
  dataTypeSpec,
  isCandleType,
  isDay,
  MARKETS,
  type MarketSpec,
  PARTITIONS,
  PLAIN_TYPES,
  typicalBytes,
} from '../src/index.ts';

/** Each market that has the type, with what it has. */
const markets = (spec: DataTypeSpec): MarketSpec[] => MARKETS.flatMap((market) => spec.markets[market] ?? []);

describe.each(DATA_TYPE_SPECS)('the spec of $name', (spec) => {
  test('is found by its name, as the types and lists say', () => {
    expect(dataTypeSpec(spec.name)).toBe(spec);
    expect(asDataType(spec.name)).toBe(spec.name);
    expect(isCandleType(spec.name)).toBe(spec.hasIntervals);
    expect((spec.hasIntervals ? CANDLE_TYPES : PLAIN_TYPES) as readonly string[]).toContain(spec.name);
    expect(markets(spec).length).toBeGreaterThan(0);
  });

  test('has files with real dates, each interval and partition once, and evidence', () => {
    for (const { files } of markets(spec)) {
      const named = files.flatMap(({ partition, intervals }) =>
        (intervals ?? ['none']).map((interval) => `${partition} ${interval}`),
      );
      expect(new Set(named).size).toBe(named.length);
      for (const { from, to, intervals, evidence } of files) {
        expect(isDay(from)).toBe(true);
        if (to !== null) expect(isDay(to) && to >= from).toBe(true);
        expect(intervals !== null).toBe(spec.hasIntervals);
        expect(evidence).not.toBe('');
      }
    }
  });

  test('names columns once, and its row key among them', () => {
    for (const { columns } of markets(spec)) {
      const names = columns.map(({ name }: Column) => name);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((name) => /^[a-z][a-z0-9_]*$/.test(name))).toBe(true);
      expect(names).toEqual(expect.arrayContaining(spec.rowKey === 'whole row' ? [] : [...spec.rowKey]));
      expect(columns.some(({ type }) => type === 'time' || type === 'day')).toBe(true);
    }
  });

  test('has the grid of its intervals, or its own that divides a day', () => {
    expect(spec.grid.kind === 'interval').toBe(spec.hasIntervals);
    if (spec.grid.kind === 'step') expect(86_400 % spec.grid.seconds).toBe(0);
    expect(spec.size.kind === 'row').toBe(spec.hasIntervals);
    expect(spec.size.evidence).not.toBe('');
  });

  test('has a CSV format in the markets that have it, and none in the others', () => {
    for (const market of MARKETS) {
      const format = csvFormat(market, spec.name, '2024-01-01');
      expect(format?.columns).toEqual(spec.markets[market]?.columns.map(({ name }) => name));
      expect(format !== undefined).toBe(AVAILABILITY.some((row) => isOf(row, market, spec.name)));
    }
  });
});

function isOf(row: (typeof AVAILABILITY)[number], market: string, type: string): boolean {
  return row.market === market && row.dataType === type;
}

describe('the list of data types', () => {
  test('names each type once, candle types first', () => {
    expect(DATA_TYPES).toEqual([...CANDLE_TYPES, ...PLAIN_TYPES]);
    expect(new Set(DATA_TYPES).size).toBe(DATA_TYPE_SPECS.length);
    expect(asDataType('candles')).toBeUndefined();
    expect(() => dataTypeSpec('constructor' as 'klines')).toThrow(RangeError);
  });

  test('shares no name of another tool between two types', () => {
    const folded = (name: string): string => name.toLowerCase().replaceAll('_', '');
    const names = DATA_TYPE_SPECS.flatMap(({ name, otherNames }) => [
      ...new Set([name, ...otherNames].map(folded)),
    ]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  test('leaves no fact out: a spec without one is a type error', () => {
    const whole = dataTypeSpec('trades');
    const { grid: _grid, ...withoutGrid } = whole;
    // @ts-expect-error the grid is missing
    const first: DataTypeSpec = withoutGrid;
    const { spot: _spot, ...withoutSpot } = whole.markets;
    // @ts-expect-error a market is missing
    const second: DataTypeSpec = { ...whole, markets: withoutSpot };
    expect([first, second]).toHaveLength(2);
  });
});

describe('availability', () => {
  test('has one row for what exists, and none for what never did', () => {
    expect(availabilityOf('spot', 'klines', 'daily', '1s')?.from).toBe('2017-08-17');
    expect(availabilityOf('spot', 'klines', 'monthly', '1mo')?.lateAfterDays).toBe(240);
    expect(availabilityOf('futures_um', 'klines', 'monthly', '3d')?.to).toBe('2024-01-31');
    expect(availabilityOf('futures_um', 'liquidationSnapshot', 'daily', null)?.state).toBe('removed');
    for (const type of ['bookTicker', 'bookDepth', 'fundingRate', 'metrics'] as const) {
      for (const partition of PARTITIONS) {
        expect(availabilityOf('spot', type, partition, null)).toBeUndefined();
      }
    }
    expect(availabilityOf('futures_um', 'fundingRate', 'daily', null)).toBeUndefined();
    expect(availabilityOf('futures_um', 'klines', 'daily', '1s')).toBeUndefined();
    expect(AVAILABILITY.filter((row) => row.market === 'options' && row.partition === 'monthly')).toEqual([]);
  });

  test('lasts to a day exactly where files have ended', () => {
    for (const { state, to } of AVAILABILITY) expect(to === null).toBe(state === 'live');
  });
});

describe('CSV formats', () => {
  test.each([
    ['spot', 'trades', '2024-12-31', 'milliseconds', false],
    ['spot', 'trades', '2025-01-01', 'microseconds', false],
    ['spot', 'klines', '2024-12', 'milliseconds', false],
    ['spot', 'klines', '2025-01', 'microseconds', false],
    ['futures_um', 'trades', '2022-08-10', 'milliseconds', false],
    ['futures_um', 'trades', '2022-08-11', 'milliseconds', true],
    ['futures_cm', 'aggTrades', '2022-08', 'milliseconds', false],
    ['futures_um', 'klines', '2022-05', 'milliseconds', true],
    ['futures_um', 'metrics', '2021-01-01', 'text', true],
    ['options', 'EOHSummary', '2023-06-01', 'text', true],
  ] as const)('of %s %s in %s count in %s, header %s', (market, type, period, time, header) => {
    expect(csvFormat(market, type, period)).toMatchObject({ time, header });
  });

  test('differ in coin-margined trades, whose value is in the base asset', () => {
    expect(csvFormat('futures_cm', 'trades', '2024-01-01')?.columns).toContain('base_qty');
    expect(csvFormat('futures_um', 'trades', '2024-01-01')?.columns).toContain('quote_qty');
    expect(csvFormat('spot', 'trades', '2024-01-01')?.columns).toContain('is_best_match');
  });
});

test('typical sizes grow with the rows of a candle file, and with the days of others', () => {
  const candles = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT' } as const;
  const daily = { partition: 'daily', period: '2025-01-01' } as const;
  const monthly = { partition: 'monthly', period: '2025-01' } as const;
  expect(typicalBytes({ ...candles, interval: '1m', ...daily })).toBe(500 + 1_440 * 43);
  expect(typicalBytes({ ...candles, interval: '1mo', ...monthly })).toBe(500 + 43);
  const trades = { ...candles, dataType: 'trades', interval: null } as const;
  expect(typicalBytes({ ...trades, ...monthly })).toBe(30 * typicalBytes({ ...trades, ...daily }));
});
