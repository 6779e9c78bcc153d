import { csvFormat, dayNumber } from '@tapehaul/archive';
import { randomBytesOf } from './random-bytes.ts';

const DAY_MS = 86_400_000;
const BYTES_OF_A_ROW = 32;

/**
 * The CSV of a spot kline file of one day, as many rows as requested, with prices and amounts of as many
 * digits as the archive has, so that it compresses as those do. The same for the same seed.
 */
export function candlesCsv(seed: string, day: string, rows: number): string {
  const [noise = Buffer.alloc(0)] = randomBytesOf(seed, rows * BYTES_OF_A_ROW);
  const unit = csvFormat('spot', 'klines', day)?.time === 'microseconds' ? 1_000 : 1;
  const midnight = dayNumber(day) * DAY_MS * unit;
  const step = (DAY_MS * unit) / rows;
  let close = 20_000 + noise.readUInt16LE(0);
  const lines = Array.from({ length: rows }, (_, row) => {
    const drawn = (index: number): number => noise.readUInt32LE(row * BYTES_OF_A_ROW + index * 4) / 2 ** 32;
    const open = close;
    close = open * (1 + (drawn(0) - 0.5) / 200);
    const high = Math.max(open, close) * (1 + drawn(1) / 400);
    const low = Math.min(open, close) * (1 - drawn(2) / 400);
    const volume = 2_000 * drawn(3);
    const taker = volume * drawn(4);
    const start = midnight + row * step;
    const prices = [open, high, low, close].map((price) => `${price.toFixed(2)}000000`);
    const sums = [(volume * close).toFixed(8), Math.floor(volume * 60)];
    const takers = [`${taker.toFixed(5)}000`, (taker * close).toFixed(8)];
    return [start, ...prices, `${volume.toFixed(5)}000`, start + step - 1, ...sums, ...takers, 0].join();
  });
  return `${lines.join('\n')}\n`;
}
