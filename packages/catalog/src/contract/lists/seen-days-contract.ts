import { addDays, seriesParts } from '@tapehaul/archive';
import { codeOf, type DayState } from '@tapehaul/coverage';
import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Catalog } from '../../stores/catalog.ts';
import { eachWithRecord, type MakeRecord, run } from '../setup/record-under-test.ts';

const series = seriesParts('spot/trades/BTCUSDT');
const DAYS = 800;
const FIRST = '2023-01-01';
const TRIALS = process.env.TAPEHAUL_TRIALS === 'full' ? 200 : 20;

/** What is kept of the days that plans have gone through is what is known of each of them. */
export function seenDaysContract(make: MakeRecord): void {
  describe('the days that plans have gone through', () => {
    const record = eachWithRecord(make);
    let catalog: Catalog;
    beforeEach(async () => {
      catalog = await record.open();
      await catalog.startRun(run('r1'));
    });
    const mark = (from: number, to: number, state: DayState): void =>
      catalog.recordCells('r1', {
        series,
        partition: 'daily',
        first: addDays(FIRST, from),
        last: addDays(FIRST, to),
        state,
      });
    const see = (last: number, oldUntil: number): void =>
      catalog.recordSeen('r1', {
        series,
        terms: 'a',
        partition: 'auto',
        first: FIRST,
        last: addDays(FIRST, last),
        checkedOn: FIRST,
        oldUntil: addDays(FIRST, oldUntil),
      });

    test('what is kept of old days is what their cells say, whatever changes and whenever it is kept', async () => {
      const change = fc.record({
        from: fc.nat(DAYS),
        days: fc.constantFrom(1, 3, 40),
        state: fc.constantFrom<DayState>('failed', 'gap', 'gone', 'unknown'),
        old: fc.option(fc.nat(DAYS)),
      });
      let trial = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(change, { maxLength: 12 }), async (changes) => {
          trial += 1;
          catalog.forgetSeen(series);
          mark(0, DAYS, 'unknown');
          const days = new Uint8Array(DAYS + 1);
          for (const { from, days: count, state, old } of changes) {
            const to = Math.min(DAYS, from + count - 1);
            mark(from, to, state);
            days.fill(codeOf(state), from, to + 1);
            if (old !== null) see(DAYS, old);
            if (trial % 2 === 0) await catalog.settled();
          }
          see(DAYS, 400);
          const { runs = [] } = (await catalog.seenDays(series)) ?? {};
          const codes: number[] = [];
          for (let place = 0; place < runs.length; place += 2)
            codes.push(...Array.from({ length: runs[place + 1] ?? 0 }, () => runs[place] ?? 0));
          expect(codes).toEqual(Array.from(days));
        }),
        { numRuns: TRIALS },
      );
    });
  });
}
