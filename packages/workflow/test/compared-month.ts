import { archive, CANDLES, candles, march, publish } from './compared-archive.ts';
import { collectReported, inRecord, type Reported } from './reported.ts';

export const TODAY = '2024-06-15';
/** The day that most months lack. */
export const DAY = '2024-03-12';
const TABLE =
  'silver/binance/klines/market=spot/symbol=BTCUSDT/interval=1h/month=2024-03/BTCUSDT-1h-2024-03.parquet';

/** A collection of March with tables. */
export const request = (more: object = {}) => ({
  source: { endpoint: archive.url },
  date_range: { start: '2024-03-01', end: '2024-03-31' },
  task_retry_attempts: 0,
  tables: true,
  ...more,
});
export const collectMarch = (more: object = {}, options: object = {}): Promise<Reported> =>
  collectReported(request(more), { today: TODAY, ...options });

/** Publishes the month of candles without some days, and these days as files. */
export async function publishMonth(
  lacking: readonly string[],
  asDays: readonly string[] = march,
): Promise<void> {
  await publish(
    CANDLES,
    '2024-03',
    march.filter((day) => !lacking.includes(day)).flatMap((day) => candles(day)),
  );
  for (const day of asDays) await publish(CANDLES, day, candles(day));
}

/** The table of the month, as it is recorded. */
export const partition = () => inRecord((record) => record.findPartition(TABLE));
/** Rules that a table breaks, each with its count. */
export const rulesOf = (path = TABLE) =>
  inRecord(async (record) =>
    (await record.findings()).rows
      .filter((finding) => finding.path === path)
      .map(({ rule, count }) => [rule, count]),
  );
/** Keys of daily zips that were requested since the log of requests was cleared. */
export const requested = (): string[] =>
  archive.requests
    .list()
    .map(({ key }) => key ?? '')
    .filter((key) => key.includes('/daily/') && key.endsWith('.zip'));
