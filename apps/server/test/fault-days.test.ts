import { join } from 'node:path';
import { openCatalog, recordPath } from '@tapehaul/catalog-sqlite';
import { builtMonth, foundRows } from '@tapehaul/testkit/record';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { faultDays } from '../src/routes/coverage/fault-days.ts';
import { data } from './service.ts';

const SERIES = { market: 'spot', dataType: 'klines', symbol: 'BTCUSDT', interval: '1h' };

const finding = fc
  .record({
    day: fc.integer({ min: 1, max: 9 }).map((day) => `2025-07-0${day}`),
    rule: fc.constantFrom('a', 'b', 'c'),
    severity: fc.constantFrom('error' as const, 'gap' as const, 'note' as const),
  })
  .map(({ day, ...what }) => foundRows('BTCUSDT', day, what));

test('the days with faults are those of the record that have more than notes, each with the same worst finding', async () => {
  const catalog = openCatalog(recordPath(join(data, 'btc')));
  await catalog.startRun({ runId: 'r1', flow: 'table-build', parameters: {} });
  await fc.assert(
    fc.asyncProperty(fc.array(finding, { maxLength: 30 }), async (findings) => {
      catalog.recordPartition(builtMonth('r1', 'BTCUSDT', '2025-07'), findings);
      await catalog.settled();
      const known = [...(await catalog.findingDays([SERIES])).values()].flat();
      expect(await faultDays(catalog, SERIES, {})).toEqual(
        known.filter(({ severity }) => severity !== 'note'),
      );
      const some = await faultDays(catalog, SERIES, { from: '2025-07-03', to: '2025-07-05' });
      for (const { day } of some) expect(['2025-07-03', '2025-07-04', '2025-07-05']).toContain(day);
    }),
    { numRuns: 30 },
  );
  await catalog.close();
});
