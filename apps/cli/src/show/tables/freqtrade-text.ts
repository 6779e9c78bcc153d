import { resolve } from 'node:path';
import { counted } from '@tapehaul/errors';
import { formatSeries, type LeftOutSeries, type WrittenFreqtradeFile } from '@tapehaul/workflow';
import { section } from '../section.ts';

/** What was written, as JSON says it. */
export function freqtradeReport(
  directory: string,
  out: string,
  files: readonly WrittenFreqtradeFile[],
  leftOut: readonly LeftOutSeries[],
): object {
  return {
    ...{ kind: 'freqtrade_files', directory, out: resolve(out) },
    files: files.map(({ series, ...file }) => ({ series: formatSeries(series), ...file })),
    left_out: leftOut.map(({ series, reason }) => ({ series: formatSeries(series), reason })),
  };
}

/** What was written, for people. */
export function freqtradeText(
  out: string,
  files: readonly WrittenFreqtradeFile[],
  leftOut: readonly LeftOutSeries[],
): string {
  const count = (state: WrittenFreqtradeFile['state']): number =>
    files.filter((file) => file.state === state).length;
  const upToDate = count('up_to_date');
  const reasons = [...Map.groupBy(leftOut, ({ reason }) => reason)].map(
    ([reason, of]) =>
      `${counted(of.length, 'series', 'series')}, ${reason}: ${of.map(({ series }) => formatSeries(series)).join(', ')}`,
  );
  return [
    `${counted(count('written'), 'file')} of freqtrade written to ${resolve(out)}${upToDate === 0 ? '' : `, ${upToDate} up to date`}`,
    ...section(
      'Not replaced, since another program wrote them (--overwrite replaces them)',
      files.filter(({ state }) => state === 'kept').map(({ path }) => path),
    ),
    ...section('Left out', reasons),
    '',
    'freqtrade reads them with this in its configuration: "dataformat_ohlcv": "parquet", "dataformat_trades": "parquet"',
  ].join('\n');
}
