import { AMOUNT, PRICE, plain, type TableFacts, value } from './table-facts.ts';

/** A day of a busy symbol is more than a million rows. */
const GRAIN = 'day';

const MAKER = plain(
  'is_buyer_maker',
  'Whether the buyer had the resting order: true where the seller took it, so that the side is sell.',
);
const BEST_MATCH = plain('is_best_match', 'Whether the trade was at the best price.');

/** Single trades. */
export const TRADES: TableFacts = {
  version: 1,
  grain: GRAIN,
  columns: [
    plain('id', 'Number of the trade; rises by one from trade to trade of a symbol.'),
    value('price', PRICE, 'Price of the trade.'),
    value('qty', AMOUNT, 'Quantity of the trade.'),
    value('quote_qty', AMOUNT, 'Value of the trade: price × qty.'),
    value('base_qty', AMOUNT, 'Value of the trade in the coin that contracts are settled in.'),
    plain('time', 'Time of the trade.'),
    MAKER,
    BEST_MATCH,
  ],
  repeatsSymbol: [],
};

/** Trades of one order at one price, added up. */
export const AGG_TRADES: TableFacts = {
  version: 1,
  grain: GRAIN,
  columns: [
    plain('agg_trade_id', 'Number of the row; rises by one from row to row of a symbol.'),
    value('price', PRICE, 'Price of the trades.'),
    value('quantity', AMOUNT, 'Quantity of the trades together.'),
    plain('first_trade_id', 'Number of the first of the trades.'),
    plain('last_trade_id', 'Number of the last of the trades.'),
    plain('transact_time', 'Time of the trades.'),
    MAKER,
    BEST_MATCH,
  ],
  repeatsSymbol: [],
};
