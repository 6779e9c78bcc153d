import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openParquetFiles } from '../src/index.ts';
import { building } from './build/building.ts';
import { AGG, candles, from, HOURS, orderOf, sourceOf, trades } from './build/month-files.ts';
import { metadataOf, readByHyparquet } from './read-parquet.ts';

const lake = building();
const never = new AbortController().signal;
const durability = 'none';

async function filesOf(folder = lake.folder) {
  const files = await openParquetFiles({ staging: join(folder, `it's [here]`) });
  return { ...files, [Symbol.dispose]: () => files.close() };
}

/** A Parquet file whose description names a column of a megabyte, of which nothing follows. */
function footless(): Buffer {
  const description = Buffer.from('1502191c48ffff7f00', 'hex');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(description.length);
  return Buffer.concat([Buffer.from('PAR1'), description, length, Buffer.from('PAR1')]);
}

async function builtDay(day: string, first: number): Promise<string> {
  const source = await sourceOf(lake.folder, AGG, day, trades(day, from(first, 10), first));
  const order = orderOf(lake.folder, AGG, [source], [day], { numbers: 'decimal' });
  const { built } = await lake.build(order);
  return join(lake.root, built[0]?.path ?? '');
}

test('a file says how many rows it has and what it is made of; what is no Parquet file says nothing', async () => {
  using files = await filesOf();
  const path = await builtDay('2025-07-01', 0);
  const described = await files.describe(path, never);
  expect(described?.rows).toBe(10);
  expect(JSON.parse(described?.metadata.tapehaul ?? '')).toMatchObject({
    table: 'aggTrades',
    identity: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  const other = join(lake.folder, 'other.parquet');
  await writeFile(other, 'no Parquet');
  expect(await files.describe(other, never)).toBeUndefined();
  expect(await files.describe(join(lake.folder, 'none.parquet'), never)).toBeUndefined();
  await writeFile(other, footless());
  expect(await files.describe(other, never)).toBeUndefined();
  await expect(files.describe(path, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
});

test('a file is made of the rows of others, in their order, with columns that another program takes', async () => {
  using files = await filesOf();
  const paths = [await builtDay('2025-07-01', 0), await builtDay('2025-07-02', 10)];
  const staged = await files.stage(
    {
      files: paths,
      columns: [
        { name: 'timestamp', is: 'milliseconds', of: 'transact_time' },
        { name: 'id', is: 'text', of: 'agg_trade_id' },
        { name: 'type', is: 'no text' },
        { name: 'side', is: 'side', of: 'is_buyer_maker' },
        { name: 'price', is: 'double', of: 'price' },
        { name: 'cost', is: 'product', of: ['price', 'quantity'] },
        { name: 'none', is: 'zero' },
        { name: 'date', is: 'time', of: 'transact_time' },
      ],
      metadata: { origin: `it's "mine"` },
      durability,
    },
    never,
  );
  const rows = await readByHyparquet(staged.path);
  expect(rows.map(({ id }) => id)).toEqual(from(0, 20).map(String));
  const time = Date.UTC(2025, 6, 1) + 3_000;
  expect(rows[3]).toEqual({
    timestamp: BigInt(time),
    id: '3',
    type: null,
    side: 'buy',
    price: 60_000.3,
    cost: 60_000.3 * 0.004,
    none: 0,
    date: BigInt(time) * 1_000n,
  });
  expect(rows[4]?.side).toBe('sell');
  const { key_value_metadata: pairs } = await metadataOf(staged.path);
  expect(pairs).toEqual([{ key: 'origin', value: `it's "mine"` }]);
});

test('nothing is left of a file that cannot be made', async () => {
  using files = await filesOf();
  const source = await sourceOf(lake.folder, HOURS, '2025-07-01', candles('2025-07-01', [0, 1]));
  const { built } = await lake.build(orderOf(lake.folder, HOURS, [source], ['2025-07']));
  const path = join(lake.root, built[0]?.path ?? '');
  const order = { files: [path], metadata: {}, durability, columns: [] } as const;
  const columns = [{ name: 'rate', is: 'double', of: 'no_such_column' }] as const;
  await expect(files.stage({ ...order, columns }, never)).rejects.toMatchObject({ code: 'table_failed' });
  const time = [{ name: 'date', is: 'time', of: 'open_time' }] as const;
  await expect(files.stage({ ...order, columns: time }, AbortSignal.abort())).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(await readdir(join(lake.folder, `it's [here]`))).toEqual([]);
});
