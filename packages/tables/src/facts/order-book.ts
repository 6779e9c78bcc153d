import { AMOUNT, PRICE, plain, type TableFacts, value } from './table-facts.ts';

/** What rests in the order book within some percent of the price. */
export const BOOK_DEPTH: TableFacts = {
  version: 1,
  // A day is up to 34,560 rows, a month about a million.
  grain: 'day',
  columns: [
    plain('timestamp', 'Time of the snapshot, to the second.'),
    value(
      'percentage',
      PRICE,
      'Distance from the price up to which orders are added up: negative for bids, positive for asks.',
    ),
    value(
      'depth',
      AMOUNT,
      'Quantity of the orders within the distance.',
      'base asset in futures_um, contracts in futures_cm (inferred)',
    ),
    value(
      'notional',
      AMOUNT,
      'Value of the orders within the distance.',
      'quote asset in futures_um, not known in futures_cm',
    ),
  ],
  repeatsSymbol: [],
};

/** Each change of the best bid and ask. */
export const BOOK_TICKER: TableFacts = {
  version: 1,
  // A day of a busy symbol is several million rows.
  grain: 'day',
  columns: [
    plain('update_id', 'Number of the update of the order book; rises.'),
    value('best_bid_price', PRICE, 'Highest price that a buyer offers.'),
    value('best_bid_qty', AMOUNT, 'Quantity offered at the best bid.'),
    value('best_ask_price', PRICE, 'Lowest price that a seller offers.'),
    value('best_ask_qty', AMOUNT, 'Quantity offered at the best ask.'),
    plain('transaction_time', 'Time of the change in the matching engine.'),
    plain('event_time', 'Time at which the change was published.'),
  ],
  repeatsSymbol: [],
};
