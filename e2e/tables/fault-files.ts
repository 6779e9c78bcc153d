/** Lines of files with plausible rows, from which tests take some away, or change or repeat some. */

const DAY_MS = 86_400_000;

/** Rows of a day, spread evenly, that begin with ids from a first one on. */
export function aggTradeDay(
  day: string,
  firstId: number,
  count: number,
  isMaker = (row: number) => row % 2 === 0,
): string[] {
  const start = Date.parse(day);
  return Array.from({ length: count }, (_, row) => {
    const id = firstId + row;
    const time = start + Math.floor((row * DAY_MS) / count);
    return [
      id,
      (60_000 + (id % 50) / 10).toFixed(1),
      (((id % 9) + 1) / 1_000).toFixed(3),
      2 * id,
      2 * id + 1,
      time,
      isMaker(row),
    ].join();
  });
}

/** Single trades of a day, spread evenly. */
export function tradeDay(
  day: string,
  firstId: number,
  count: number,
  unit: 1 | 1_000,
  isMaker = (row: number) => row % 2 === 0,
): string[] {
  const start = Date.parse(day);
  return Array.from({ length: count }, (_, row) => {
    const id = firstId + row;
    const [price, quantity] = [60_000 + (id % 50), (id % 9) + 1];
    const time = (start + Math.floor((row * DAY_MS) / count)) * unit;
    return [id, price, quantity, price * quantity, time, isMaker(row)].join();
  });
}

/** Candles of a day in milliseconds: those of the price alone have zeros for volumes. */
export function candleDay(
  day: string,
  seconds: number,
  volumes: 'volumes' | 'no volumes',
  price = 100,
): string[] {
  const step = seconds * 1_000;
  return Array.from({ length: DAY_MS / step }, (_, row) => {
    const open = Date.parse(day) + row * step;
    const prices = [price + row, price + row + 1, price + row - 1, price + row];
    const sums = volumes === 'volumes' ? [2, 2 * (price + row), 7, 1, price + row] : [0, 0, 0, 0, 0];
    const [volume, quote, count, taker, takerQuote] = sums;
    return [open, ...prices, volume, open + step - 1, quote, count, taker, takerQuote, 0].join();
  });
}

/** Metrics of a day, every five minutes. */
export function metricsDay(day: string): string[] {
  return Array.from({ length: 288 }, (_, row) => {
    const time = new Date(Date.parse(day) + row * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    return `${time},BTCUSDT,${76_000 + row}.1910000000000000,3964589623.9430000000000000,1.5,1.25,1.125,0.9`;
  });
}
