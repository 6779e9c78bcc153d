import { resolve } from 'node:path';
import { counted, TapehaulError } from '@tapehaul/errors';
import {
  type BuiltSeries,
  formatSeries,
  type LeftOutSeries,
  type WrittenFreqtradeFile,
  writeFreqtrade,
} from '@tapehaul/workflow';
import { stopOnSignals } from '../../process/signals.ts';
import { fitted } from '../../show/fitted.ts';
import { print, printJson } from '../../show/print.ts';
import { section } from '../../show/section.ts';

/** Where files of freqtrade go. */
export interface FreqtradeFlags {
  readonly out: string | undefined;
  readonly overwrite: boolean;
  readonly json: boolean;
}

/**
 * Writes the files of freqtrade of some series, prints what was written, and gives the exit status. Rejects with a TapehaulError where no
 * folder is named, and as writing does.
 */
export async function freqtrade(
  root: string,
  series: readonly BuiltSeries[],
  { out, overwrite, json }: FreqtradeFlags,
): Promise<number> {
  if (out === undefined) throw noFolder();
  const { gently: signal, dispose } = stopOnSignals();
  try {
    const files: WrittenFreqtradeFile[] = [];
    const writing = writeFreqtrade(root, series, { out, overwrite, signal });
    let next = await writing.next();
    for (; next.done !== true; next = await writing.next()) {
      files.push(next.value);
      if (next.value.state === 'written' && !json) process.stderr.write(`written  ${next.value.path}\n`);
    }
    const { leftOut } = next.value;
    if (json) printJson(report(root, out, files, leftOut));
    else print(fitted(text(out, files, leftOut)));
    return 0;
  } finally {
    dispose();
  }
}

function report(
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

function text(
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

function noFolder(): TapehaulError {
  return new TapehaulError('config_invalid', '--for freqtrade needs --out', {
    hint: "Name freqtrade's data folder of Binance: --out user_data/data/binance",
  });
}
