import { expect, test } from 'vitest';
import { buildMonth, type TableWriter } from '../../src/index.ts';
import { building, collected } from './building.ts';
import { AGG, from, orderOf, sourceOf, trades } from './month-files.ts';

const lake = building();
const DAYS = ['2025-07-01', '2025-07-02', '2025-07-03', '2025-07-04', '2025-07-05'];

test('small days are written side by side: each write ends only once another one has begun', {
  timeout: 20_000,
}, async () => {
  const sources = await Promise.all(
    DAYS.map((day, index) => sourceOf(lake.folder, AGG, day, trades(day, from(index * 50, 50), index * 50))),
  );
  let begun = 0;
  let next = Promise.withResolvers<void>();
  const writer: TableWriter = {
    ...lake.writer,
    version: lake.writer.version,
    async write(...args) {
      begun++;
      next.resolve();
      next = Promise.withResolvers();
      const another = next.promise;
      await lake.writer.write(...args);
      if (begun < DAYS.length) await another;
    },
  };
  const order = orderOf(lake.folder, AGG, sources, DAYS);
  const signal = AbortSignal.timeout(10_000);
  const { built } = await collected(buildMonth(order, { writer, signal, durability: 'none' }));
  expect(built.map(({ period, rows }) => [period, rows])).toEqual(DAYS.map((day) => [day, 50]));
});
