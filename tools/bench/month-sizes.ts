import { deflateRawSync } from 'node:zlib';

/**
 * How large a monthly zip is beside the zips of its days, over all kinds of files that exist in both partitions: rows in the
 * archive's form with made-up values, deflated as the archive deflates (level 6). `npm run bench:months [-- months a kind]`.
 * The lowest shares are the table in docs/planning.md; the planner's thresholds lie below them.
 */
const MONTHS = Number(process.argv[2] ?? 3);
const DAYS = 31;
const DAY = 86_400_000;
const START = Date.UTC(2026, 6, 1);
/** What a zip of one file takes beside the deflated bytes, without the name, which it holds twice. */
const FRAME = 98 + 2 * 'BTCUSDT-1h-2026-07-01.csv'.length;

let state = 1;
/** The same numbers each time, evenly from 0 to 1. */
function random(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}

/** A number with a long tail around 1: volumes, and how many events a day has. */
function skewed(width: number): number {
  return Math.exp(width * (random() + random() + random() - 1.5));
}

let price = 1;

interface Kind {
  readonly name: string;
  readonly header?: string;
  /** The rows of a day that begins at that time. */
  readonly day: (start: number) => string;
}

function moved(): number {
  price *= 1 + 0.002 * (random() - 0.5);
  return price;
}

function candles(name: string, seconds: number, kind: 'spot' | 'idle' | 'mark', header?: string): Kind {
  const step = seconds * 1_000;
  return {
    name,
    ...(header === undefined ? {} : { header }),
    day(start) {
      let text = '';
      for (let time = start; time < start + DAY; time += step) {
        const [open, high, low, close] = kind === 'idle' ? [1, 1, 1, 1] : [price, moved(), moved(), moved()];
        const prices = [open, high, low, close].map((value) => value.toFixed(8)).join(',');
        const volume = kind === 'spot' ? (900 * skewed(3)).toFixed(8) : '0';
        const quote = kind === 'spot' ? (7e5 * skewed(3)).toFixed(8) : '0';
        const count = kind === 'spot' ? Math.floor(1 + 400 * skewed(3)) : 0;
        const taker =
          kind === 'spot' ? `${(400 * skewed(3)).toFixed(8)},${(3e5 * skewed(3)).toFixed(8)}` : '0,0';
        text += `${time},${prices},${volume},${time + step - 1},${quote},${count},${taker},0\n`;
      }
      return text;
    },
  };
}

let id = 1_000_000;

function events(name: string, perDay: number, isAggregated: boolean, header?: string): Kind {
  return {
    name,
    ...(header === undefined ? {} : { header }),
    day(start) {
      // Days of one month differ tenfold and more.
      const count = Math.max(1, Math.round(perDay * skewed(2)));
      let text = '';
      for (let row = 0; row < count; row++) {
        const time = start + Math.floor((row * DAY) / count);
        const amount = random() < 0.3 ? '0.00100000' : (0.5 * skewed(4)).toFixed(8);
        const ids = isAggregated ? `,${id},${id + Math.floor(3 * random())}` : `,${(price * 7).toFixed(8)}`;
        id += 3;
        text += `${id},${moved().toFixed(2)},${amount}${ids},${time},${random() < 0.5 ? 'True' : 'False'},True\n`;
      }
      return text;
    },
  };
}

const CANDLE_HEADER =
  'open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n';
const TRADE_HEADER =
  'agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n';

const KINDS: readonly Kind[] = [
  ...(['spot', 'mark', 'idle'] as const).flatMap((kind) =>
    [
      ['1d', 86_400],
      ['4h', 14_400],
      ['1h', 3_600],
      ['15m', 900],
      ['1m', 60],
    ].flatMap(([interval, seconds]) => [
      candles(`candles ${interval}, ${kind}`, Number(seconds), kind),
      candles(`candles ${interval}, ${kind}, header`, Number(seconds), kind, CANDLE_HEADER),
    ]),
  ),
  ...[10, 100, 1_000, 20_000].flatMap((perDay) => [
    events(`trades, ${perDay} a day`, perDay, false),
    events(`aggTrades, ${perDay} a day, header`, perDay, true, TRADE_HEADER),
  ]),
];

const deflated = (text: string): number => deflateRawSync(Buffer.from(text), { level: 6 }).length;

for (const { name, header = '', day } of KINDS) {
  const shares: number[] = [];
  let content = 0;
  for (let month = 0; month < MONTHS; month++) {
    price = 10 ** (5 * random() - 1);
    const texts = Array.from({ length: DAYS }, (_, place) => day(START + (31 * month + place) * DAY));
    const days = texts.map((text) => deflated(header + text));
    const sum = days.reduce((total, size) => total + size, 0);
    content += sum / DAYS / MONTHS;
    shares.push(deflated(header + texts.join('')) / sum);
  }
  const zip = (content + FRAME).toFixed(0).padStart(8);
  const [low, high] = [Math.min(...shares), Math.max(...shares)].map((share) => share.toFixed(2));
  console.log(`${name.padEnd(32)} ${zip} B a day  month/days ${low}–${high}`);
}
