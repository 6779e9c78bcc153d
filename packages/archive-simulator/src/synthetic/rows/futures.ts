import { decimalText } from './decimal-text.ts';
import { unit } from './random.ts';
import { clock, eventRows, gridRows, type Sheet, stepOf } from './sheet.ts';

const HOUR = 3_600_000;
const LIQUIDATIONS_PER_DAY = 96;
const TICKERS_PER_DAY = 1_440;
const DEPTH_PERCENTAGES = [-5, -4, -3, -2, -1, 1, 2, 3, 4, 5];

/** A rate every few hours, noted a few milliseconds late. */
export function fundingRateRows(sheet: Sheet): string {
  const { seed } = sheet.instrument;
  const hours = stepOf(sheet) / HOUR;
  return gridRows(sheet, 1, (time) => {
    const late = Math.floor(16 * unit(seed, time));
    const rate = Math.round(20_000 * unit(seed, time + 1)) - 5_000;
    return `${time + late},${hours},${decimalText(rate, 8)}\n`;
  });
}

/** Open interest and ratios every 5 minutes: 288 rows a day. */
export function metricsRows(sheet: Sheet): string {
  const { symbol, seed, places, price } = sheet.instrument;
  return gridRows(sheet, 1, (time) => {
    const ratio = (index: number): string =>
      decimalText(50_000_000 + Math.round(unit(seed, time + index) * 1e8), 8);
    const interest = 1e7 + Math.round(unit(seed, time) * 1e6);
    const value = Math.round((interest / 1_000) * (price(time) / 10 ** places) * 100);
    const ratios = `${ratio(1)},${ratio(2)},${ratio(3)},${ratio(4)}`;
    return `${clock(time)},${symbol},${decimalText(interest, 3)},${decimalText(value, 2)},${ratios}\n`;
  });
}

/** What rests in the book within 1 to 5 % of the price on either side, every 30 seconds. */
export function bookDepthRows(sheet: Sheet): string {
  const { seed, places, price } = sheet.instrument;
  return gridRows(sheet, DEPTH_PERCENTAGES.length, (time, index) => {
    const percentage = DEPTH_PERCENTAGES[index] ?? 0;
    // One factor a side, so that depth grows with the distance, as sums do.
    const side = Math.sign(percentage);
    const depth = Math.round(Math.abs(percentage) * 1e6 * (0.8 + 0.4 * unit(seed, time + side)));
    const notional = Math.round(depth * (price(time) / 10 ** places) * (1 + percentage / 200));
    return `${clock(time)},${percentage},${decimalText(depth, 3)},${decimalText(notional, 3)}\n`;
  });
}

/** The best bid and ask, a tick apart. */
export function bookTickerRows(sheet: Sheet): string {
  const { seed, places, price } = sheet.instrument;
  return eventRows(sheet, TICKERS_PER_DAY, (number, time) => {
    const bid = price(time);
    const quantity = (index: number): string =>
      decimalText(1 + Math.floor(1e5 * unit(seed, number + index)), 3);
    const sides = `${decimalText(bid, places)},${quantity(0)},${decimalText(bid + 1, places)},${quantity(1)}`;
    return `${1_000 * number},${sides},${time},${time + 1}\n`;
  });
}

/** Orders that closed positions by force, all filled at a price somewhat better than their limit. */
export function liquidationRows(sheet: Sheet): string {
  const { seed, places, price } = sheet.instrument;
  return eventRows(sheet, LIQUIDATIONS_PER_DAY, (number, time) => {
    const sells = unit(seed, number + 1) < 0.5;
    const average = price(time);
    const limit = Math.max(1, Math.round(average * (sells ? 0.995 : 1.005)));
    const quantity = decimalText(1 + Math.floor(1e4 * unit(seed, number + 2)), 3);
    const prices = `${decimalText(limit, places)},${decimalText(average, places)}`;
    return `${time},${sells ? 'SELL' : 'BUY'},LIMIT,IOC,${quantity},${prices},FILLED,${quantity},${quantity}\n`;
  });
}
