import { AMOUNT, type ColumnFacts, PRICE, plain, type TableFacts, value } from './table-facts.ts';

/** A month of 1m candles is 44,640 rows, about 2 MB. Candles of 1s have a file a day: `grainOf` has the rule. */
const GRAIN = 'month';

const OPEN_TIME = plain('open_time', 'First instant of the interval.');
const CLOSE_TIME = plain(
  'close_time',
  'Last instant of the interval: one millisecond before the next one begins, in spot files from 2025 on one microsecond.',
);

/** The four prices of a candle. */
function prices(price: string): readonly ColumnFacts[] {
  return [
    value('open', PRICE, `First ${price} of the interval.`),
    value('high', PRICE, `Highest ${price} of the interval.`),
    value('low', PRICE, `Lowest ${price} of the interval.`),
    value('close', PRICE, `Last ${price} of the interval.`),
  ];
}

/** Candles of trades. */
export const CANDLES_OF_TRADES: TableFacts = {
  version: 1,
  grain: GRAIN,
  columns: [
    OPEN_TIME,
    ...prices('price'),
    value('volume', AMOUNT, 'Quantity that was traded.'),
    CLOSE_TIME,
    value(
      'quote_volume',
      AMOUNT,
      'Value of what was traded. Files of futures_cm have the base asset here, whatever the name says (#267).',
    ),
    // The busiest months have some hundred million trades: 32 bits hold two billion.
    plain('count', 'Number of trades.'),
    value('taker_buy_volume', AMOUNT, 'Quantity that buyers took from the order book: the part of volume.'),
    value(
      'taker_buy_quote_volume',
      AMOUNT,
      'Value that buyers took from the order book: the part of quote_volume.',
    ),
  ],
  repeatsSymbol: [],
};

/** Candles of a price that is not traded: what files have in place of volumes means nothing. */
export function candlesOf(price: string): TableFacts {
  return {
    version: 1,
    grain: GRAIN,
    columns: [OPEN_TIME, ...prices(price), CLOSE_TIME],
    repeatsSymbol: [],
  };
}
