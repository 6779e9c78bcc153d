import { randomBytesOf } from './random-bytes.ts';

const BYTES_OF_A_ROW = 16;

/**
 * Rows of a spot trades file of that day, with prices, amounts and times of as many digits as the archive has and runs of one price, so that they
 * deflate to a fifth as those do. The same for the same seed.
 */
export function tradesCsv(seed: string, day: string, rows: number): string {
  const noise = Buffer.concat([...randomBytesOf(seed, rows * BYTES_OF_A_ROW)]);
  let time = Date.parse(`${day}T00:00:00Z`) * 1_000;
  let price = 6_000_000;
  let isBuyer = true;
  const lines: string[] = [];
  for (let row = 0; row < rows; row++) {
    const at = row * BYTES_OF_A_ROW;
    const drawn = (index: number): number => noise.readUInt32LE(at + index * 4) / 2 ** 32;
    // Most trades are parts of one order: of the same time, side and price, or the next one.
    if (drawn(0) < 0.4) {
      time += Math.floor(drawn(1) * 400_000);
      isBuyer = (drawn(1) * 1_000) % 1 < 0.5;
      price += Math.round((drawn(2) - 0.5) * 40);
    }
    const lots = drawn(3) < 0.3 ? 10 : Math.ceil(drawn(3) ** 8 * 20_000);
    const amount = lots / 100_000;
    const sum = ((price / 100) * amount).toFixed(8);
    const side = isBuyer ? 'True' : 'False';
    lines.push(
      `${4_000_000_000 + row},${(price / 100).toFixed(2)}000000,${amount.toFixed(8)},${sum},${time},${side},True\n`,
    );
  }
  return lines.join('');
}
