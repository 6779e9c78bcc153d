import { expect, test } from 'vitest';
import { intoLake, lakeFiles } from './bucket-lake.ts';
import { CANDLES, keyOf } from './compared-archive.ts';
import { collectMarch, DAY, partition, publishMonth, requested } from './compared-month.ts';
import { eventsOf } from './reported.ts';

test('days of a month in a bucket are fetched and compared, too, once', async () => {
  await publishMonth([DAY], [DAY]);
  const first = await collectMarch(intoLake());
  expect(eventsOf(first, 'follow_up')).toMatchObject([{ files: 31 }]);
  expect(first.result).toMatchObject({
    ...{ status: 'completed', exit_code: 0 },
    tables: { months: 1, partitions: 1, up_to_date: 0, rows: 744 },
  });
  expect(lakeFiles('.parquet')).toHaveLength(1);
  expect((await partition())?.days).toContainEqual({
    ...{ first: DAY, last: DAY, source: keyOf(CANDLES, DAY), rule: 'monthly_short' },
  });
  const fetched = requested().length;
  const again = await collectMarch(intoLake());
  expect(again.result.tables).toMatchObject({ partitions: 0, up_to_date: 1 });
  expect(requested()).toHaveLength(fetched);
});
