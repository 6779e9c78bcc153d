import { expect, test } from 'vitest';
import { archive, CANDLES, candles, keyOf, march, publish, zipOf } from './compared-archive.ts';
import { collectMarch, partition, requested, rulesOf } from './compared-month.ts';
import { eventsOf } from './reported.ts';

/** Publishes a month whose zip has another content than its checksum of that content says, and some of its days. */
async function publishBroken(days: readonly string[]): Promise<void> {
  const zip = zipOf('BTCUSDT-1h-2024-03.csv', march.flatMap((day) => candles(day)).join('\n'));
  const at = zip.length >> 1;
  zip[at] = (zip[at] ?? 0) ^ 0xff;
  await publish(CANDLES, '2024-03', zip);
  for (const day of days) await publish(CANDLES, day, candles(day));
}
const collect = () => collectMarch({ proof: 'published' });

test('the days of a month whose zip cannot be read are fetched in its place; neither is tried again', async () => {
  await publishBroken(march.slice(0, 20));
  const first = await collect();
  expect(eventsOf(first, 'follow_up')).toMatchObject([
    {
      files: 31,
      message: 'spot/klines/BTCUSDT/1h 2024-03 cannot be read: 31 daily files are planned, too',
    },
  ]);
  expect(first.result).toMatchObject({
    ...{ status: 'completed_with_failures', exit_code: 3 },
    tables: { months: 1, failed_months: 1, partitions: 1, up_to_date: 0, rows: 480 },
  });
  expect((await partition())?.sources).toHaveLength(20);

  archive.requests.clear();
  const second = await collect();
  expect(second.result).toMatchObject({
    ...{ status: 'completed', exit_code: 0 },
    tables: { months: 0, failed_months: 0, partitions: 0, up_to_date: 1 },
  });
  expect(second.result.tables?.broken).toEqual({ files: 1, keys: [keyOf(CANDLES, '2024-03')] });
  expect(requested()).toEqual([]);
  expect(eventsOf(second, 'follow_up')).toEqual([]);

  // The archive replaces the file: it takes part again.
  await publish(
    CANDLES,
    '2024-03',
    march.flatMap((day) => candles(day)),
  );
  const third = await collectMarch({ recheck: { listing_days: 0 } });
  expect(third.result).toMatchObject({ status: 'completed', tables: { rows: 744, broken: { files: 0 } } });
  expect(await rulesOf()).toEqual([['daily_missing', 264]]);
});

test('a month whose zip cannot be read, and of which the archive has no days, costs its requests once', {
  tags: 'heavy',
}, async () => {
  await publishBroken([]);
  const first = await collect();
  expect(first.result).toMatchObject({ exit_code: 3, tables: { failed_months: 1, partitions: 0 } });
  expect(requested()).toHaveLength(31);
  archive.requests.clear();
  const second = await collect();
  expect(second.result).toMatchObject({ exit_code: 0, tables: { failed_months: 0, broken: { files: 1 } } });
  expect(requested()).toEqual([]);
});
