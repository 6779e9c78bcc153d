import { counted, grouped } from '@tapehaul/errors';
import type { RunCoverage, SeriesDaysReport } from '@tapehaul/workflow';

/** The series of a run of which days are missing, a line each: how many of how many days, and why the others are missing. */
export function incompleteSeries({ by_series: series }: Pick<RunCoverage, 'by_series'>): string[] {
  const incomplete = series.filter(({ missing }) => missing > 0);
  const types = new Set(incomplete.map(({ series: name }) => name.split('/', 2).join('/')));
  return incomplete.map((one) => lineOf(one, types.size === 1));
}

/** Such as `BTCUSDT 1h: 364 of 365 days, 1 missing: the archive has no file`. */
function lineOf({ series, expected, held, missing, reasons }: SeriesDaysReport, isShort: boolean): string {
  const name = isShort ? series.split('/').slice(2).join(' ') : series;
  const why = new Map<string, number>();
  for (const { verdict, fault, days } of reasons) {
    if (fault === 'time') continue;
    const text = SHORT[verdict] ?? verdict;
    why.set(text, (why.get(text) ?? 0) + days);
  }
  const all = [...why];
  const texts = all.map(([text, days]) => (all.length === 1 ? text : `${text} (${grouped(days)})`));
  return `${name}: ${grouped(held)} of ${counted(expected, 'day')}, ${grouped(missing)} missing: ${texts.join(', ')}`;
}

/** Why a day is missing, in few words, by its state. */
const SHORT: Readonly<Record<string, string>> = {
  gap: 'the archive has no file',
  absent: 'the archive has no file',
  month_short: 'not in the monthly file, which is too short',
  failed: 'could not be fetched',
  disputed: 'contradicts the published checksum',
  corrupt: 'the file is corrupt',
  gone: 'the file is gone from the disk',
};
