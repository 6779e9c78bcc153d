import { expect, test } from 'vitest';
import { needlessFiles } from '../src/index.ts';
import { output } from './archive.ts';
import { aggTrades, march, publish, TRADES } from './compared-archive.ts';
import { collectMarch, DAY, publishMonth } from './compared-month.ts';

/** Names of zips that are held twice and not needed. */
const superseded = async (): Promise<(string | undefined)[]> =>
  (await Array.fromAsync(needlessFiles(output, ['superseded'])))
    .map(({ path }) => path.split('/').at(-1))
    .filter((name) => name?.endsWith('.zip'))
    .sort();

test('the daily file of a day that its monthly file lacks is needed; those of other days are not', async () => {
  await publish(TRADES, '2024-03', march.filter((day) => day !== DAY).flatMap(aggTrades));
  for (const day of march) await publish(TRADES, day, aggTrades(day));
  await collectMarch({ data_types: ['aggTrades'] });
  expect(await superseded()).toEqual([
    'BTCUSDT-aggTrades-2024-03-11.zip',
    'BTCUSDT-aggTrades-2024-03-13.zip',
  ]);
});

test.each([
  ['days', march, ['BTCUSDT-1h-2024-03.zip']],
  ['off', [DAY, '2024-03-13'], ['BTCUSDT-1h-2024-03-13.zip']],
])(
  'with repair %s, a day that the monthly file lacks is in no file that is not needed',
  { tags: 'heavy' },
  async (repair, asDays, expected) => {
    await publishMonth([DAY], asDays);
    await collectMarch({ tables: { repair, compare: ['2024-03'] } });
    expect(await superseded()).toEqual(expected);
  },
);
