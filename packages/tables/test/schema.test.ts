import { CANDLE_TYPES, DATA_TYPES, type DataType, dataTypeSpec, MARKETS } from '@tapehaul/archive';
import { describe, expect, test } from 'vitest';
import { type ColumnKind, type FieldFormat, sourceFields, tableSchema } from '../src/index.ts';

const names = (dataType: DataType): string[] => tableSchema(dataType).columns.map(({ name }) => name);
const column = (dataType: DataType, name: string) => {
  const found = tableSchema(dataType).columns.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no column ${name} in ${dataType}`);
  return found;
};
/** Columns of all tables for which something holds, such as `trades.base_qty`. */
const columnsWhere = (test: (of: ReturnType<typeof column>) => boolean): string[] =>
  DATA_TYPES.flatMap((type) =>
    tableSchema(type)
      .columns.filter(test)
      .map(({ name }) => `${type}.${name}`),
  );

describe('the table of', () => {
  test('candles has volumes where something is traded, and no filler', () => {
    const prices = ['open_time', 'open', 'high', 'low', 'close'];
    const taken = ['taker_buy_volume', 'taker_buy_quote_volume'];
    expect(names('klines')).toEqual([...prices, 'volume', 'close_time', 'quote_volume', 'count', ...taken]);
    for (const type of CANDLE_TYPES.filter((name) => name !== 'klines')) {
      expect(names(type)).toEqual([...prices, 'close_time']);
    }
  });

  test('trades has the columns of all markets', () => {
    const flags = ['is_buyer_maker', 'is_best_match'];
    expect(names('trades')).toEqual(['id', 'price', 'qty', 'quote_qty', 'base_qty', 'time', ...flags]);
    expect(names('aggTrades').slice(-2)).toEqual(flags);
  });

  test('funding rates and of options has times that are made', () => {
    expect(names('fundingRate')).toEqual([
      'calc_time',
      'funding_time',
      'funding_interval_hours',
      'last_funding_rate',
    ]);
    expect(column('fundingRate', 'funding_time').derived).toEqual({
      rule: 'nearest minute',
      time: 'calc_time',
    });
    expect(names('EOHSummary').slice(0, 3)).toEqual(['hour_time', 'symbol', 'type']);
    expect(column('EOHSummary', 'hour_time').derived).toEqual({
      rule: 'day and hour',
      day: 'date',
      hour: 'hour',
    });
  });

  test.each(DATA_TYPES)('%s has columns of one name each, a time, and a key of its columns', (type) => {
    const { name, columns, time, key, version } = tableSchema(type);
    expect(name).toBe(type);
    expect(version).toBeGreaterThanOrEqual(1);
    expect(new Set(names(type)).size).toBe(columns.length);
    expect(column(type, time)).toMatchObject({ kind: 'timestamp', mayBeNull: false });
    expect(columns.find(({ kind }) => kind === 'timestamp')?.name).toBe(time);
    for (const part of key ?? []) expect(column(type, part).mayBeNull).toBe(false);
    for (const { kind, decimal, meaning } of columns) {
      expect(decimal !== null).toBe(kind === 'value');
      expect(meaning).toMatch(/^[A-Z`].*\.$/);
    }
  });

  test('a type of which rows have no key has none, and made times stand for what they are made from', () => {
    expect(tableSchema('liquidationSnapshot').key).toBeNull();
    expect(tableSchema('EOHSummary').key).toEqual(['hour_time', 'symbol']);
    expect(tableSchema('fundingRate').key).toEqual(['calc_time']);
    expect(tableSchema('aggTrades').key).toEqual(['agg_trade_id', 'first_trade_id']);
  });

  test('what is no data type is refused', () => {
    expect(() => tableSchema('premiumIndex' as DataType)).toThrow(RangeError);
  });
});

describe('a column', () => {
  test('may be null where a market lacks it or files leave it blank, and nowhere else', () => {
    expect(columnsWhere(({ mayBeNull }) => mayBeNull)).toEqual([
      'trades.quote_qty',
      'trades.base_qty',
      'trades.is_best_match',
      'aggTrades.is_best_match',
      'metrics.count_toptrader_long_short_ratio',
      'metrics.sum_toptrader_long_short_ratio',
      'metrics.count_long_short_ratio',
      'metrics.sum_taker_long_short_vol_ratio',
    ]);
  });

  test('names its unit, by market where markets differ', () => {
    expect(column('klines', 'close').unit).toBe('quote asset');
    expect(column('klines', 'quote_volume').unit).toBe(
      'quote asset in spot and futures_um, base asset in futures_cm',
    );
    expect(column('fundingRate', 'funding_interval_hours').unit).toBe('hours');
    expect(column('aggTrades', 'is_buyer_maker').unit).toBeNull();
  });

  test('that is a whole number is as wide as it must be', () => {
    expect(columnsWhere(({ kind }) => kind === 'smallint')).toEqual(['fundingRate.funding_interval_hours']);
    expect(columnsWhere(({ kind }) => kind === 'integer')).toEqual(['klines.count']);
    expect(columnsWhere(({ kind, name }) => kind !== 'bigint' && /(^|_)id$/.test(name))).toEqual([]);
  });

  // The largest order that spot takes, a day of volume of such a coin, the open interest of #484 with its 16 decimals.
  test.each([
    ['trades', 'qty', '46116860414.00000000'],
    ['aggTrades', 'quantity', '46116860414.00000000'],
    ['klines', 'volume', '98765432109876.12345678'],
    ['klines', 'close', '1543000000.00000001'],
    ['premiumIndexKlines', 'low', '-0.00012345'],
    ['metrics', 'sum_open_interest', '76643.1910000000000000'],
    ['bookDepth', 'percentage', '-0.20'],
  ] as const)('%s.%s holds %s exactly', (type, name, text) => {
    const { decimal } = column(type, name);
    const [whole = '', fraction = ''] = text.replace('-', '').split('.');
    expect(fraction.length).toBeLessThanOrEqual(decimal?.scale ?? -1);
    expect(whole.length).toBeLessThanOrEqual((decimal?.precision ?? 0) - (decimal?.scale ?? 0));
  });
});

const KINDS: Readonly<Record<FieldFormat, readonly ColumnKind[]>> = {
  epoch: ['timestamp'],
  'date time': ['timestamp'],
  date: [],
  hour: [],
  'whole number': ['bigint', 'integer', 'smallint'],
  decimal: ['value'],
  flag: ['boolean'],
  text: ['text'],
  filler: [],
};

describe('the fields of files', () => {
  const having = DATA_TYPES.flatMap((type) =>
    MARKETS.filter((market) => dataTypeSpec(type).markets[market] !== null).map(
      (market) => [market, type] as const,
    ),
  );

  test.each(having)('of %s %s are those of the files, each with a column of its kind', (market, type) => {
    const { columns } = tableSchema(type);
    const fields = sourceFields(market, type) ?? [];
    expect(fields.map(({ name }) => name)).toEqual(
      dataTypeSpec(type).markets[market]?.columns.map(({ name }) => name),
    );
    for (const { name, format, column: position, mayBeBlank } of fields) {
      if (position === null) continue;
      expect(columns[position]?.name).toBe(name);
      expect(KINDS[format]).toContain(columns[position]?.kind);
      if (mayBeBlank) expect(columns[position]?.mayBeNull).toBe(true);
    }
  });

  test.each(having)('of %s %s fill every column that is not made and may not be null', (market, type) => {
    const fields = sourceFields(market, type) ?? [];
    const filled = fields.flatMap(({ column: position }) => (position === null ? [] : [position]));
    expect(new Set(filled).size).toBe(filled.length);
    for (const [position, { derived, mayBeNull }] of tableSchema(type).columns.entries()) {
      if (derived === null && !mayBeNull) expect(filled).toContain(position);
      if (derived === null) continue;
      const from = derived.rule === 'nearest minute' ? [derived.time] : [derived.day, derived.hour];
      expect(fields.map(({ name }) => name)).toEqual(expect.arrayContaining(from));
    }
  });

  test('that fill no column repeat the path, mean nothing, or make a time', () => {
    const left = having.flatMap(([market, type]) =>
      (sourceFields(market, type) ?? [])
        .filter(({ column: position, format }) => position === null && format !== 'filler')
        .map(({ name }) => `${type}.${name}`),
    );
    expect([...new Set(left)]).toEqual([
      'metrics.symbol',
      'BVOLIndex.symbol',
      'EOHSummary.date',
      'EOHSummary.hour',
      'EOHSummary.underlying',
    ]);
  });

  test('are read as the market writes them', () => {
    const formatOf = (type: DataType, name: string): string | undefined =>
      sourceFields('futures_um', type)?.find((field) => field.name === name)?.format;
    expect(formatOf('metrics', 'create_time')).toBe('date time');
    expect(formatOf('trades', 'time')).toBe('epoch');
    expect(formatOf('markPriceKlines', 'volume')).toBe('filler');
    expect(
      sourceFields('options', 'EOHSummary')
        ?.slice(0, 2)
        .map(({ format }) => format),
    ).toEqual(['date', 'hour']);
  });

  test('are undefined where the market never had the type', () => {
    expect(sourceFields('spot', 'metrics')).toBeUndefined();
  });
});
