import { addDays, seriesParts } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { parseConfig } from '@tapehaul/config';

/** The run of a made record. */
export const LARGE_RUN = '20260101T000000Z-abcdef';
/** One in this number of files fails, after a first attempt that is repeated. */
export const FAILS_EVERY = 240;

const name = 'download-archive-file';
/** Symbols of the daily candles, which have two intervals. */
const SYMBOLS = 500;
const CODES = ['throttled', 'stalled', 'checksum_disputed', 'access_denied'];
const FIRST = '2017-01-01';
const seriesAt = (n: number) => ({ symbol: `C${n % SYMBOLS}USDT`, interval: n % 2 === 0 ? '1h' : '1m' });

/** The day of the n-th file. */
export const dayAt = (n: number): string => addDays(FIRST, Math.floor(n / SYMBOLS));

/** The key of the n-th file. */
export const keyAt = (n: number): string => {
  const { symbol, interval } = seriesAt(n);
  return `data/spot/daily/klines/${symbol}/${interval}/${symbol}-${interval}-${dayAt(n)}.zip`;
};

/** Which file has a key of {@link keyAt}. */
export const placeOf = (key: string): number => {
  const [symbol, day] = [/C(\d+)USDT/.exec(key)?.[1], key.slice(-14, -4)];
  return ((Date.parse(day) - Date.parse(FIRST)) / 86_400_000) * SYMBOLS + Number(symbol);
};

/** Writes the record of a run, of which one in `failsEvery` failed and the others are held. The files themselves do not exist. */
export async function makeLargeRun(path: string, tasks: number, failsEvery = FAILS_EVERY): Promise<void> {
  const catalog = openCatalog(path);
  const config = parseConfig({
    markets: ['spot'],
    symbols: Array.from({ length: SYMBOLS }, (_, n) => `C${n}USDT`),
    data_types: ['klines'],
    intervals: ['1h', '1m'],
    date_range: { start: FIRST, end: dayAt(tasks - 1) },
  });
  const parameters = { config, today: '2026-01-01' };
  await catalog.startRun({ runId: LARGE_RUN, flow: 'archive-collection-flow', parameters });
  await catalog.planTasks(LARGE_RUN, planned(tasks));
  catalog.endPlan(LARGE_RUN);
  const start = Date.now() - tasks;
  for (let n = 0; n < tasks; n += 1) {
    const [key, at] = [keyAt(n), start + n];
    const change = { runId: LARGE_RUN, taskId: key, name, attempt: 1 };
    const failed = n % failsEvery === 0;
    const errorCode = CODES[(n / failsEvery) % CODES.length] ?? 'throttled';
    const error = { errorCode, errorMessage: `${key}: ${errorCode}` };
    catalog.recordTask({ ...change, state: 'Running', phase: 'running', at });
    if (failed) {
      catalog.recordTask({ ...change, ...error, state: 'AwaitingRetry', phase: 'waiting', at });
      catalog.recordTask({ ...change, state: 'Retrying', phase: 'running', attempt: 2, at });
    }
    const end = failed ? { ...error, state: 'Failed', attempt: 2 } : { state: 'Completed', bytes: 1_500 };
    catalog.recordTask({ ...change, ...end, phase: 'final', at: at + (n % 777) });
    if (failed) {
      const line = { runId: LARGE_RUN, taskId: key, attempt: 1, at, message: `failed ${n}` };
      catalog.recordLog({ ...line, level: 'error' });
    } else catalog.recordObject(objectAt(n, at));
  }
  catalog.endRun(LARGE_RUN, 'CompletedWithGaps', null);
  await catalog.close();
}

function* planned(tasks: number): Generator<PlannedTask> {
  for (let n = 0; n < tasks; n += 1) yield { taskId: keyAt(n), name, input: null };
}

/** What is held of a file. */
export const objectAt = (n: number, recordedAt: number): ObjectRecord => ({
  key: keyAt(n),
  path: keyAt(n),
  bytes: 1_500,
  mtimeMs: recordedAt,
  sha256: n.toString(16).padStart(64, '0'),
  proof: 'sidecar',
  depth: 'published',
  etag: null,
  lastModified: null,
  series: seriesParts(`spot/klines/${seriesAt(n).symbol}/${seriesAt(n).interval}`),
  partition: 'daily',
  period: dayAt(n),
  runId: LARGE_RUN,
  recordedAt,
});
