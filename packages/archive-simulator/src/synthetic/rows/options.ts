import { decimalText } from './decimal-text.ts';
import { unit } from './random.ts';
import { clock, gridRows, type Sheet } from './sheet.ts';

const DAY = 86_400_000;
/** Strikes around the price, in parts of it. */
const STRIKES = [0.8, 0.9, 1, 1.1, 1.2];
const EXPIRY_DAYS = 14;

/** A volatility index each second. */
export function volatilityIndexRows(sheet: Sheet): string {
  const { symbol, base, places, price } = sheet.instrument;
  return gridRows(sheet, 1, (time) => `${time},${symbol},${base},USDT,${decimalText(price(time), places)}\n`);
}

/** The state of each option at the end of each hour: a call and a put for each strike. */
export function hourSummaryRows(sheet: Sheet): string {
  const { symbol, base, seed, places, price } = sheet.instrument;
  const expiry = clock(Math.ceil(sheet.end / DAY) * DAY + EXPIRY_DAYS * DAY);
  const expiryName = expiry.slice(2, 10).replaceAll('-', '');
  return gridRows(sheet, 2 * STRIKES.length, (time, index) => {
    const spot = price(time) / 10 ** places;
    const strike = Number((spot * (STRIKES[index >> 1] ?? 1)).toPrecision(2));
    const isCall = index % 2 === 0;
    const type = isCall ? 'C' : 'P';
    const inside = Math.max(0, isCall ? spot - strike : strike - spot);
    const random = unit(seed, time + index);
    const mark = inside + spot * (0.01 + 0.02 * random);
    const high = mark * 1.02;
    const low = mark * 0.98;
    const volume = Math.floor(100 * random);
    const volatility = 0.4 + 0.3 * random;
    const delta = (isCall ? 1 : -1) * (0.2 + 0.6 * random);
    return `${[
      ...clock(time)
        .split(' ')
        .map((part, place) => (place === 0 ? part : String(Number(part.slice(0, 2))))),
      `${base}-${expiryName}-${strike}-${type}`,
      symbol,
      type,
      strike,
      ...[mark, high, low, mark].map((value) => value.toFixed(4)),
      volume,
      (volume * mark).toFixed(4),
      ...[low, high].map((value) => value.toFixed(4)),
      1 + Math.floor(10 * random),
      2 + Math.floor(10 * random),
      ...[volatility - 0.01, volatility + 0.01, mark, volatility, delta].map((value) => value.toFixed(4)),
      ...[0.0001, 10, -10].map((value) => (value * (1 + random)).toFixed(6)),
      volume * 3,
      (volume * 3 * spot).toFixed(4),
    ].join(',')}\n`;
  });
}
