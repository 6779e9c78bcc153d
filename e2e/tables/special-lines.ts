export const MINUTE_MS = 60_000;
/** Header of candles of futures. */
export const CANDLE_HEADER: string =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore';
/** Header of aggregated trades of futures. */
export const AGG_HEADER: string =
  'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker';

/** A candle of one minute with these numbers: open, high, low, close, volume, quote volume, taker's volume and quote volume. */
export function candle(time: number, unit: 1 | 1_000, numbers: readonly string[], count = '7'): string {
  const [open = '', high = '', low = '', close = '', volume = '', quote = '', taker = '', takerQuote = ''] =
    numbers;
  const end = time * unit + MINUTE_MS * unit - 1;
  return [time * unit, open, high, low, close, volume, end, quote, count, taker, takerQuote, 0].join();
}

/** Numbers of an ordinary candle. */
export const PLAIN: readonly string[] = [
  '100.00000000',
  '101.5',
  '99.1',
  '100.2',
  '12.5',
  '1250.25',
  '6.1',
  '610.5',
];
/** Candles from the beginning of a day on. */
export const minutes = (
  day: string,
  count: number,
  unit: 1 | 1_000,
  numbers: readonly string[] = PLAIN,
): string[] =>
  Array.from({ length: count }, (_, index) => candle(Date.parse(day) + index * MINUTE_MS, unit, numbers));

/** Aggregated trades of futures on 2024-02-17, from an id on. */
export function aggTrades(first: number, count: number, end = ''): string[] {
  const start = Date.parse('2024-02-17');
  return Array.from(
    { length: count },
    (_, index) =>
      [
        first + index,
        (6_000_000 + (index % 37)) / 100,
        ((index % 9) + 1) / 1_000,
        2 * (first + index),
        2 * (first + index) + 1,
        start + index * 500,
        index % 2 === 0,
      ].join() + end,
  );
}

/** Spot trades on 2025-01-17 with these numbers. */
export function spotTrades(
  rows: readonly (readonly [price: string, quantity: string, quote: string])[],
  flags = ['True', 'False'],
): string[] {
  const start = Date.parse('2025-01-17') * 1_000;
  return rows.map(([price, quantity, quote], index) =>
    [
      900_719_925_474_099_0n + BigInt(index),
      price,
      quantity,
      quote,
      start + index * 1_001,
      flags[index % flags.length],
      'True',
    ].join(),
  );
}

/** Numbers with random digits: from `1` to thirty digits, with or without decimals and zeros at the end; the same for each run. */
function randomNumbers(count: number, mostWhole: number): string[] {
  let seed = 7;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * below);
  };
  const digits = (length: number): string => Array.from({ length }, () => random(10)).join('');
  return Array.from({ length: count }, () => {
    const whole = digits(1 + random(mostWhole)).replace(/^0+(?=\d)/, '');
    const sign = random(9) === 0 ? '-' : '';
    if (random(5) === 0) return `${sign}${whole}`;
    if (random(6) === 0)
      return `${sign}${random(10)}.${digits(1 + random(3))}${random(2) ? 'e' : 'E'}${['-', '-0', '', '+'][random(4)]}${1 + random(6)}`;
    return `${sign}${whole}.${digits(1 + random(10))}${'0'.repeat(random(3))}`;
  });
}

/** Numbers of at most ten digits before the point. */
export const RANDOM: readonly string[] = randomNumbers(4_000, 10);
/** Numbers of at most eighteen digits before the point. */
export const RANDOM_LARGE: readonly string[] = randomNumbers(4_000, 18);
