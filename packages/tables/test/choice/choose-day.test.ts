import { chooseDay, type DayComparison, type Repair, rowRule } from '@tapehaul/tables';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const SAME: DayComparison = {
  day: '2025-07-01',
  monthly: { rows: 1440, holes: 0 },
  daily: { rows: 1440, holes: 0 },
  otherDailies: true,
  differing: 0,
  onlyMonthly: 0,
  onlyDaily: 0,
};

describe('a day that is in both, or in one of them', () => {
  test.each<[string, Partial<DayComparison>, string, string | null]>([
    ['same rows', {}, 'monthly', null],
    [
      'only a monthly file, and no daily ones',
      { daily: null, otherDailies: false },
      'monthly',
      'unchecked_by_daily',
    ],
    ['only a monthly file, and daily ones of other days', { daily: null }, 'monthly', 'daily_missing'],
    ['only a daily file', { monthly: null }, 'daily', null],
    [
      'the day is missing in the monthly file (#140 #161)',
      { monthly: { rows: 0, holes: 0 }, onlyDaily: 1440 },
      'daily',
      'monthly_short',
    ],
    ['the monthly file lacks rows (#320 #359 #403)', { onlyDaily: 3 }, 'daily', 'monthly_short'],
    ['the daily file lacks rows (#213)', { onlyMonthly: 3 }, 'monthly', 'daily_short'],
    ['other values (#475)', { differing: 398 }, 'daily', 'values_differ'],
    [
      'other values, and rows that the daily file lacks',
      { differing: 1, onlyMonthly: 9 },
      'daily',
      'values_differ',
    ],
    ['both lack rows', { onlyMonthly: 2, onlyDaily: 2 }, 'daily', 'both_short'],
    [
      'both lack rows, and the monthly has fewer holes',
      { onlyMonthly: 3, onlyDaily: 2, monthly: { rows: 9, holes: 2 }, daily: { rows: 8, holes: 3 } },
      'monthly',
      'both_short',
    ],
    [
      'both lack rows, and the daily has fewer holes',
      { onlyMonthly: 2, onlyDaily: 3, monthly: { rows: 8, holes: 3 }, daily: { rows: 9, holes: 2 } },
      'daily',
      'both_short',
    ],
  ])('%s', (_, change, taken, rule) => {
    expect(chooseDay({ ...SAME, ...change }, 'days')).toEqual({ taken, rule });
  });

  test('both are united where each fits into the holes of the other', () => {
    const both = {
      ...SAME,
      onlyMonthly: 3,
      onlyDaily: 2,
      monthly: { rows: 9, holes: 2 },
      daily: { rows: 8, holes: 3 },
    };
    expect(chooseDay(both, 'rows')).toEqual({ taken: 'both', rule: 'both_short' });
    expect(chooseDay({ ...both, monthly: { rows: 9, holes: 1 } }, 'rows').taken).toBe('monthly');
  });

  test('neither has the day', () => {
    expect(() => chooseDay({ ...SAME, monthly: null, daily: null }, 'days')).toThrow(RangeError);
  });
});

const side = fc.record({ rows: fc.nat(2000), holes: fc.nat(5) });
const comparison: fc.Arbitrary<DayComparison> = fc
  .record({
    day: fc.constant('2025-07-01'),
    monthly: fc.option(side, { nil: null }),
    daily: fc.option(side, { nil: null }),
    otherDailies: fc.boolean(),
    differing: fc.nat(3),
    onlyMonthly: fc.nat(3),
    onlyDaily: fc.nat(3),
  })
  .filter(({ monthly, daily }) => monthly !== null || daily !== null);
const repair = fc.constantFrom<Repair>('off', 'days', 'rows');

describe('of all comparisons', () => {
  test('a side that does not exist is never taken, and every rule is known', () => {
    fc.assert(
      fc.property(comparison, repair, (compared, how) => {
        const { taken, rule } = chooseDay(compared, how);
        if (compared.monthly === null) expect(taken).toBe('daily');
        if (compared.daily === null) expect(taken).toBe('monthly');
        if (rule !== null) expect(rowRule(rule).name).toBe(rule);
      }),
    );
  });

  test('off takes the monthly file wherever there is one, and names the same rule', () => {
    fc.assert(
      fc.property(comparison, (compared) => {
        const choice = chooseDay(compared, 'off');
        expect(choice.taken).toBe(compared.monthly === null ? 'daily' : 'monthly');
        expect(choice.rule).toBe(chooseDay(compared, 'days').rule);
      }),
    );
  });

  test('a file whose rows are all in the other one is never taken', () => {
    fc.assert(
      fc.property(comparison, repair, ({ differing: _, ...compared }, how) => {
        if (compared.monthly === null || compared.daily === null || how === 'off') return;
        const { taken } = chooseDay({ ...compared, differing: 0 }, how);
        if (compared.onlyMonthly === 0 && compared.onlyDaily > 0) expect(taken).toBe('daily');
        if (compared.onlyDaily === 0 && compared.onlyMonthly > 0) expect(taken).toBe('monthly');
      }),
    );
  });

  test('with both short and unequal holes, exchanging the sides exchanges the choice', () => {
    fc.assert(
      fc.property(
        side,
        side,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (one, other, first, second) => {
          if (one.holes === other.holes) return;
          const straight = chooseDay(
            { ...SAME, monthly: one, daily: other, onlyMonthly: first, onlyDaily: second },
            'days',
          );
          const crossed = chooseDay(
            { ...SAME, monthly: other, daily: one, onlyMonthly: second, onlyDaily: first },
            'days',
          );
          expect(straight.taken).not.toBe(crossed.taken);
          expect((straight.taken === 'monthly' ? one : other).holes).toBe(Math.min(one.holes, other.holes));
        },
      ),
    );
  });

  test('only `rows` unites', () => {
    fc.assert(fc.property(comparison, (compared) => chooseDay(compared, 'days').taken !== 'both'));
  });
});
