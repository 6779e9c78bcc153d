import type { BuiltSeries } from '../views/built-series.ts';
import { type FreqtradeFile, freqtradeFile, type LeftOutSeries } from './freqtrade-file.ts';

/** Which files of freqtrade are made of some series. */
export interface FreqtradePlan {
  /** In the order of their paths; no two have the same. */
  readonly files: readonly (FreqtradeFile & { readonly built: BuiltSeries })[];
  readonly leftOut: readonly LeftOutSeries[];
}

/** Names the files of freqtrade. Where a pair has both aggTrades and trades, the former are taken, which freqtrade itself downloads. */
export function planFreqtrade(series: readonly BuiltSeries[]): FreqtradePlan {
  const files = new Map<string, FreqtradePlan['files'][number]>();
  const leftOut: LeftOutSeries[] = [];
  for (const built of series) {
    const file = freqtradeFile(built.series);
    if ('reason' in file) {
      leftOut.push(file);
      continue;
    }
    const other = files.get(file.path);
    const [taken, left] = isPreferred(file, other) ? [{ ...file, built }, other] : [other, file];
    if (taken !== undefined) files.set(file.path, taken);
    if (left !== undefined)
      leftOut.push({ series: left.series, reason: 'aggTrades of the pair are written instead' });
  }
  const sorted = [...files.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  return { files: sorted, leftOut };
}

function isPreferred({ series }: FreqtradeFile, other: FreqtradeFile | undefined): boolean {
  return other === undefined || series.dataType === 'aggTrades';
}
