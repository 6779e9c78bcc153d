/** Lines of CSV, many at a time. */
export type LineChunks = Iterable<string>;

const LINES_AT_ONCE = 10_000;
const DAY_MS = 86_400_000;

/** A day of aggregated trades of futures like a busy one: a price that walks in steps of 0.1, a chain of ids, times that do not fall. */
export function* aggTradeLines(day: string, count: number): LineChunks {
  const random = randoms(day);
  const start = Date.parse(`${day}T00:00:00Z`);
  let [price, trade] = [1_050_000, 5_000_000_000];
  yield 'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n';
  yield* chunked(count, (row) => {
    price += random(3) - 1;
    const first = trade;
    trade += 1 + random(4);
    const quantity = ((1 + random(4) * random(900)) / 1_000).toFixed(3);
    const time = start + Math.floor((row * DAY_MS) / count);
    return `${2_500_000_000 + row},${(price / 10).toFixed(1)},${quantity},${first},${trade - 1},${time},${random(2) === 1}\n`;
  });
}

/** Spot trades of as many days of a month as requested, spread evenly, with times in microseconds. */
export function* tradeLines(month: string, days: number, count: number): LineChunks {
  const random = randoms(month);
  const start = Date.parse(`${month}-01T00:00:00Z`) * 1_000;
  const span = days * DAY_MS * 1_000;
  let price = 6_000_000;
  yield* chunked(count, (row) => {
    price += random(3) - 1;
    const lots = random(10) < 3 ? 10 : 1 + random(20_000);
    const amount = (price * lots) / 10_000_000;
    const [money, quantity] = [(price / 100).toFixed(2), (lots / 100_000).toFixed(5)];
    const time = start + Math.floor((row / count) * span);
    const side = random(2) === 1 ? 'True' : 'False';
    return `${4_000_000_000 + row},${money}000000,${quantity}000,${amount.toFixed(8)},${time},${side},True\n`;
  });
}

/** A day of spot candles of one minute. */
export function* minuteLines(day: string): LineChunks {
  const random = randoms(day);
  const start = Date.parse(`${day}T00:00:00Z`) * 1_000;
  let price = 6_000_000;
  yield* chunked(1_440, (row) => {
    const open = price;
    price += random(2_001) - 1_000;
    const [high, low] = [Math.max(open, price) + random(200), Math.min(open, price) - random(200)];
    const prices = [open, high, low, price].map((of) => `${(of / 100).toFixed(2)}000000`).join();
    const volume = 1 + random(50_000);
    const taker = random(volume);
    const sums = [volume, taker].map((lots) => [
      (lots / 100_000).toFixed(8),
      ((open * lots) / 10_000_000).toFixed(8),
    ]);
    const [[all, quote] = [], [part, partQuote] = []] = sums;
    const time = start + row * 60_000_000;
    return `${time},${prices},${all},${time + 59_999_999},${quote},${1 + random(3_000)},${part},${partQuote},0\n`;
  });
}

function* chunked(count: number, line: (row: number) => string): LineChunks {
  for (let row = 0; row < count; ) {
    let text = '';
    for (const end = Math.min(count, row + LINES_AT_ONCE); row < end; row++) text += line(row);
    yield text;
  }
}

/** Numbers below a limit, the same ones for the same period. */
function randoms(period: string): (below: number) => number {
  let seed = Date.parse(period) / 3_600_000;
  return (below) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
}
