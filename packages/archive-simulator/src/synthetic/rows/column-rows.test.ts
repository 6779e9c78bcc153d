import { type ArchiveObject, csvFormat, DATA_TYPE_SPECS, MARKETS, PLAIN_TYPES } from '@tapehaul/archive';
import { expect, test } from 'vitest';
import { columnRows } from './column-rows.ts';
import { instrumentOf } from './instrument.ts';

const DAY = Date.UTC(2024, 0, 15);
const FORMS = {
  time: /^(\d{13}|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)$/,
  day: /^2024-01-15$/,
  hour: /^\d{1,2}$/,
  id: /^\d+$/,
  count: /^\d+$/,
  decimal: /^\d+\.\d+$/,
  flag: /^(true|false)$/i,
  text: /^[A-Z]/,
  filler: /^0$/,
};

const plain = DATA_TYPE_SPECS.flatMap((spec) => MARKETS.map((market) => ({ spec, market }))).filter(
  ({ spec, market }) => !spec.hasIntervals && spec.markets[market] !== null,
);

test.each(plain)('rows of $market $spec.name follow from its columns and grid', ({ spec, market }) => {
  const dataType = PLAIN_TYPES.find((name) => name === spec.name) ?? 'trades';
  const object: ArchiveObject = {
    market,
    dataType,
    symbol: 'BTCUSDT',
    interval: null,
    partition: 'daily',
    period: '2024-01-15',
  };
  const sheet = {
    object,
    instrument: instrumentOf(market, object.symbol, 1),
    time: csvFormat(market, dataType, object.period)?.time ?? 'text',
    periodStart: DAY,
    first: DAY,
    end: DAY + 86_400_000,
    maxRows: 500,
  };
  const rows = columnRows(sheet)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  const columns = spec.markets[market]?.columns ?? [];
  const steps = spec.grid.kind === 'step' ? 86_400 / spec.grid.seconds : 96;
  expect(rows).toHaveLength(Math.min(500, steps * (spec.grid.kind === 'step' ? (spec.grid.rows ?? 1) : 1)));
  for (const row of rows) {
    expect(row).toHaveLength(columns.length);
    for (const [at, { type }] of columns.entries()) expect(row[at]).toMatch(FORMS[type]);
  }
  expect(new Set(rows.map(String)).size).toBe(rows.length);
});
