import fc from 'fast-check';
import {
  type ArchiveObject,
  CANDLE_TYPES,
  dayText,
  INTERVALS,
  MARKETS,
  PARTITIONS,
  PLAIN_TYPES,
  type Series,
} from '../src/index.ts';

const symbol = fc.oneof(
  fc.constantFrom(
    'BTCUSDT',
    'BTCUSD_PERP',
    'BTCUSDT_240927',
    '1000PEPEUSDT',
    'ICPUSDT_SETTLED',
    '币安人生USDT',
  ),
  fc.stringMatching(/^[A-Z0-9][A-Z0-9_]{0,12}$/),
);
const market = fc.constantFrom(...MARKETS);
const series: fc.Arbitrary<Series> = fc.oneof(
  fc.record({
    market,
    symbol,
    dataType: fc.constantFrom(...CANDLE_TYPES),
    interval: fc.constantFrom(...INTERVALS),
  }),
  fc.record({ market, symbol, dataType: fc.constantFrom(...PLAIN_TYPES), interval: fc.constant(null) }),
);

/** Any object that the archive could hold. */
export const archiveObject: fc.Arbitrary<ArchiveObject> = fc
  .tuple(series, fc.constantFrom(...PARTITIONS), fc.integer({ min: 0, max: 40_000 }))
  .map(([of, partition, day]) => {
    const text = dayText(day);
    return { ...of, partition, period: partition === 'daily' ? text : text.slice(0, 7) };
  });
