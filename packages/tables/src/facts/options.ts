import { LONG_FRACTION, plain, type TableFacts, value } from './table-facts.ts';

/** The volatility index of a coin. */
export const BVOL_INDEX: TableFacts = {
  version: 1,
  // A day is 86,400 rows.
  grain: 'day',
  columns: [
    plain('calc_time', 'Time of the value.'),
    plain('base_asset', 'The index, such as `BTCBVOL`.'),
    plain('quote_asset', 'What the index is quoted in, such as `USDT`.'),
    value('index_value', LONG_FRACTION, 'Volatility that option prices imply.'),
  ],
  repeatsSymbol: ['symbol'],
};

/** The state of each option at the end of each hour. `symbol` names the option; the path has the underlying. */
export const EOH_SUMMARY: TableFacts = {
  version: 1,
  // A day is about 50 kB zipped.
  grain: 'month',
  columns: [
    {
      name: 'hour_time',
      meaning: 'The published date and hour as one time.',
      derived: { rule: 'day and hour', day: 'date', hour: 'hour' },
    },
    plain('symbol', 'The option, such as `BTC-230630-30000-C`.'),
    plain('type', 'Whether it is a call or a put, as published.'),
    value('strike', LONG_FRACTION, 'Price at which the option may be exercised.'),
    value('open', LONG_FRACTION, 'First price of the hour.'),
    value('high', LONG_FRACTION, 'Highest price of the hour.'),
    value('low', LONG_FRACTION, 'Lowest price of the hour.'),
    value('close', LONG_FRACTION, 'Last price of the hour.'),
    value('volume_contracts', LONG_FRACTION, 'Quantity that was traded.'),
    value('volume_usdt', LONG_FRACTION, 'Value of what was traded.'),
    value('best_bid_price', LONG_FRACTION, 'Highest price that a buyer offers.'),
    value('best_ask_price', LONG_FRACTION, 'Lowest price that a seller offers.'),
    value('best_bid_qty', LONG_FRACTION, 'Quantity offered at the best bid.'),
    value('best_ask_qty', LONG_FRACTION, 'Quantity offered at the best ask.'),
    value('best_buy_iv', LONG_FRACTION, 'Volatility that the best bid implies.'),
    value('best_sell_iv', LONG_FRACTION, 'Volatility that the best ask implies.'),
    value('mark_price', LONG_FRACTION, 'Mark price.'),
    value('mark_iv', LONG_FRACTION, 'Volatility that the mark price implies.'),
    value('delta', LONG_FRACTION, 'Change of the price with that of the underlying.'),
    value('gamma', LONG_FRACTION, 'Change of delta with the price of the underlying.'),
    value('vega', LONG_FRACTION, 'Change of the price with volatility.'),
    value('theta', LONG_FRACTION, 'Change of the price with time.'),
    value('openinterest_contracts', LONG_FRACTION, 'Quantity of all open positions of one side.'),
    value('openinterest_usdt', LONG_FRACTION, 'Value of the open positions.'),
  ],
  repeatsSymbol: ['underlying'],
};
