import { AMOUNT, LONG_FRACTION, PRICE, plain, type TableFacts, value } from './table-facts.ts';

/** Funding rates of perpetual contracts. */
export const FUNDING_RATE: TableFacts = {
  version: 1,
  // A month is about 90 rows.
  grain: 'month',
  columns: [
    plain('calc_time', 'Time of the payment as published, some milliseconds after the minute.'),
    {
      name: 'funding_time',
      meaning: 'Time of the payment without the milliseconds: calc_time, rounded to the nearest minute.',
      derived: { rule: 'nearest minute', time: 'calc_time' },
    },
    {
      name: 'funding_interval_hours',
      meaning: 'Time since the payment before: usually 8, also 4 and 1.',
      small: true,
    },
    value(
      'last_funding_rate',
      PRICE,
      'What long positions pay to short ones, as a part of the position; negative where short ones pay.',
    ),
  ],
  repeatsSymbol: [],
};

/** Open interest and long/short ratios. */
export const METRICS: TableFacts = {
  version: 1,
  // A month is about 8,640 rows.
  grain: 'month',
  columns: [
    plain('create_time', 'Time that the row is about, every five minutes.'),
    value(
      'sum_open_interest',
      LONG_FRACTION,
      'Open interest: quantity of all open positions of one side.',
      'base asset in futures_um, contracts in futures_cm',
    ),
    value(
      'sum_open_interest_value',
      LONG_FRACTION,
      'Value of the open interest.',
      'quote asset in futures_um, base asset in futures_cm',
    ),
    value(
      'count_toptrader_long_short_ratio',
      LONG_FRACTION,
      'Accounts of top traders that are long, for each that is short.',
    ),
    value(
      'sum_toptrader_long_short_ratio',
      LONG_FRACTION,
      'Positions of top traders that are long, for each that is short.',
    ),
    value('count_long_short_ratio', LONG_FRACTION, 'Accounts that are long, for each that is short.'),
    value(
      'sum_taker_long_short_vol_ratio',
      LONG_FRACTION,
      'Quantity that takers bought, for each they sold.',
    ),
  ],
  repeatsSymbol: ['symbol'],
};

/** Orders that closed positions by force. */
export const LIQUIDATION_SNAPSHOT: TableFacts = {
  version: 1,
  // A day is some hundred rows, about 13 kB zipped.
  grain: 'month',
  columns: [
    plain('time', 'Time of the order.'),
    plain('side', '`BUY` where a short position was closed, `SELL` where a long one was.'),
    plain('order_type', 'Kind of order, such as `LIMIT`.'),
    plain('time_in_force', 'How long the order was valid, such as `IOC`.'),
    value('original_quantity', AMOUNT, 'Quantity that was ordered.'),
    value('price', PRICE, 'Price of the order.'),
    value('average_price', PRICE, 'Average price at which it was filled.'),
    plain('order_status', 'State of the order, such as `FILLED`.'),
    value('last_fill_quantity', AMOUNT, 'Quantity of the last fill.'),
    value('accumulated_fill_quantity', AMOUNT, 'Quantity of all fills.'),
  ],
  repeatsSymbol: [],
};
