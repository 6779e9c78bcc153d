import { asInterval, asMarket, type Interval, type Market, PARTITIONS } from '@tapehaul/archive';
import { z } from 'zod';

const entrySchema = z.looseObject({
  market: z.string(),
  data_type: z.string(),
  intervals: z.array(z.string().nullable()).default([null]),
  partitions: z.array(z.enum(PARTITIONS)).min(1),
  available_from: z.string().optional(),
});

/** The JSON form of a matrix: unknown keys, URL patterns and notes are accepted and not used. */
export const matrixFileSchema = z.looseObject({ availability_matrix: z.array(entrySchema).min(1) });

/** One entry of a matrix file; market, type and interval names are still as written there. */
export type MatrixEntry = z.output<typeof entrySchema>;

/** The market an entry means; files also say `option`. */
export function readMarket(name: string): Market | undefined {
  return asMarket(name === 'option' ? 'options' : name);
}

const NO_INTERVAL = new Set([null, 'raw', 'hourly']);

/** The intervals of an entry: `null`, `raw` and `hourly` mean none, `1M` means `1mo`; others are reported. */
export function readIntervals(
  names: readonly (string | null)[],
  report: (text: string) => void,
): (Interval | null)[] {
  const intervals: (Interval | null)[] = [];
  for (const name of names) {
    const interval = name === null || NO_INTERVAL.has(name) ? null : asInterval(name);
    if (interval === undefined) report(`no such interval: ${name}, ignored`);
    else intervals.push(interval);
    if (name === '1M') report('1M is read as 1mo, as the archive spells it');
  }
  return intervals;
}
