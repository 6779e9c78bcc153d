import { FLAG_WORDS } from '@tapehaul/archive';
import { decimalText } from './decimal-text.ts';
import { unit } from './random.ts';
import { eventRows, type Sheet, stamp } from './sheet.ts';

/** Real symbols have up to millions; the simulator needs a day that fits the row limit. */
const TRADES_PER_DAY = 1_440;
/** Trades that one aggregated row stands for. */
const TRADES_PER_ROW = 2;
const QUANTITY_PLACES = 3;

/** Single trades; spot rows end with `is_best_match` and write `True`. */
export function tradeRows(sheet: Sheet): string {
  return eventRows(sheet, TRADES_PER_DAY, (id, time) => {
    const { price, quantity } = dealOf(sheet, id, time);
    const { places } = sheet.instrument;
    const value = Math.round((price / 10 ** places) * quantity);
    const amounts = `${decimalText(price, places)},${amount(quantity)},${amount(value)}`;
    return `${id},${amounts},${stamp(sheet, time)},${flags(sheet, id)}\n`;
  });
}

/** Aggregated trades, which name the first and last trade that they stand for. */
export function aggTradeRows(sheet: Sheet): string {
  return eventRows(sheet, TRADES_PER_DAY / TRADES_PER_ROW, (id, time) => {
    const { price, quantity } = dealOf(sheet, id, time);
    const first = id * TRADES_PER_ROW;
    const trades = `${first},${first + TRADES_PER_ROW - 1}`;
    const amounts = `${decimalText(price, sheet.instrument.places)},${amount(quantity)}`;
    return `${id},${amounts},${trades},${stamp(sheet, time)},${flags(sheet, id)}\n`;
  });
}

function dealOf(sheet: Sheet, id: number, time: number): { price: number; quantity: number } {
  const { instrument } = sheet;
  const price = instrument.price(time);
  const dollars = 20 + 2_000 * unit(instrument.seed, id) ** 3;
  const quantity = Math.ceil((dollars / price) * 10 ** (instrument.places + QUANTITY_PLACES));
  return { price, quantity };
}

function amount(units: number): string {
  return decimalText(units, QUANTITY_PLACES);
}

function flags(sheet: Sheet, id: number): string {
  const { market } = sheet.object;
  const { yes, no } = FLAG_WORDS[market];
  const isBuyerMaker = unit(sheet.instrument.seed, -id) < 0.5 ? yes : no;
  return market === 'spot' ? `${isBuyerMaker},${yes}` : isBuyerMaker;
}
