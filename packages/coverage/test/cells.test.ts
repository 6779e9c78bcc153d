import { addDays, daysBetween, lastDayOf, monthOf, type Partition } from '@tapehaul/archive';
import {
  addCounts,
  CellBook,
  countDays,
  DAY_STATE_SPECS,
  DAY_STATES,
  type DayState,
  fromRunLengths,
  holesOf,
  placeOf,
  runLengths,
  type SeriesDays,
  seriesDays,
  stateOf,
  type YearCells,
} from '@tapehaul/coverage';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DayByDay, SPAN, type Statement, statements } from './oracle.ts';

const series = 'spot/klines/BTCUSDT/1h';

/** Stores cells as a record does: a book for each group of statements, which loads what the books before it stored. */
class Store {
  readonly years = new Map<string, YearCells>();

  say(group: readonly Statement[]): void {
    const book = new CellBook((...at) => this.years.get(at.join(' '))?.cells);
    for (const statement of group) book.mark({ series, ...statement });
    for (const year of book.changed())
      this.years.set([year.series, year.partition, year.year].join(' '), year);
    book.close();
  }

  days(range?: { from: string; to: string }): SeriesDays | undefined {
    return seriesDays(this.years.values(), range);
  }
}

function byDay(days: SeriesDays | undefined): Map<string, DayState> {
  if (days === undefined) return new Map();
  return new Map(Array.from(days.codes, (code, place) => [addDays(days.first, place), stateOf(code)]));
}

test('the cells of a year stand in the order of its days', () => {
  for (const [first, last, days] of [
    ['2023-01-01', '2023-12-31', 365],
    ['2024-01-01', '2024-12-31', 366],
    ['1900-01-01', '1900-12-31', 365],
    ['2000-01-01', '2000-12-31', 366],
  ] as const) {
    const places = [...daysBetween(first, last)].map((day) => placeOf('daily', day));
    const year = Number(first.slice(0, 4));
    expect(places).toEqual(Array.from({ length: days }, (_, place) => ({ year, place })));
  }
  for (const day of ['2023-02-29', '2023-13-01', '2023-01-00', '2023-01'])
    expect(() => placeOf('daily', day)).toThrow(RangeError);
});

test('cells say of every day what an oracle says day by day, whatever is stated in whatever groups', () => {
  fc.assert(
    fc.property(fc.array(statements, { maxLength: 3 }), (groups) => {
      const store = new Store();
      const oracle = new DayByDay();
      for (const group of groups) {
        store.say(group);
        for (const statement of group) oracle.say(statement);
      }
      const found = byDay(store.days());
      const last = lastDayOf(monthOf(SPAN.last));
      for (const day of daysBetween(`${monthOf(SPAN.first)}-01`, last)) {
        expect([day, found.get(day) ?? 'unknown']).toEqual([day, oracle.of(day)]);
        found.delete(day);
      }
      expect([...found]).toEqual([]);
    }),
  );
});

test('a range of days is that part of all days, without unknown days at its ends', () => {
  const day = fc.integer({ min: -40, max: 560 }).map((number) => addDays(SPAN.first, number));
  fc.assert(
    fc.property(statements, day, day, (said, from, to) => {
      const store = new Store();
      store.say(said);
      const all = byDay(store.days());
      const part = byDay(store.days({ from, to }));
      const inRange = [...all].filter(([at, state]) => at >= from && at <= to && state !== 'unknown');
      expect([...part].filter(([, state]) => state !== 'unknown')).toEqual(inRange);
      expect([...part.keys()].at(0)).toBe(inRange.at(0)?.[0]);
      expect([...part.keys()].at(-1)).toBe(inRange.at(-1)?.[0]);
    }),
  );
});

const codes = fc.uint8Array({ max: DAY_STATES.length - 1, maxLength: 400 });

test('run lengths hold every day, and no two neighbours are alike', () => {
  fc.assert(
    fc.property(codes, (days) => {
      const runs = runLengths(days);
      expect(fromRunLengths(runs)).toEqual(new Uint8Array(days));
      for (let place = 2; place < runs.length; place += 2) expect(runs[place]).not.toBe(runs[place - 2]);
    }),
  );
  for (const bad of [
    [1, -1],
    [1, 0.5],
  ])
    expect(() => fromRunLengths(bad)).toThrow(RangeError);
  expect(() => fromRunLengths([1, 0])).toThrow('not a run length: 0');
});

test('expected days are held, missing or still to come; missing days are ours or the archive’s', () => {
  fc.assert(
    fc.property(fc.array(codes, { maxLength: 4 }), (parts) => {
      const counts = addCounts(parts.map(countDays));
      expect(counts).toEqual(countDays(Uint8Array.from(parts.flatMap((part) => [...part]))));
      const { expected, held, missing, ours, archive, not_yet } = counts;
      expect(expected).toBe(held + missing + not_yet);
      expect(missing).toBe(ours + archive);
      const states = parts.flatMap((part) => [...part]).map(stateOf);
      expect(expected).toBe(states.filter((state) => DAY_STATE_SPECS[state].expected).length);
      expect(held).toBe(states.filter((state) => DAY_STATE_SPECS[state].held).length);
    }),
  );
});

test('holes are the days that are expected and not held, each day in one hole', () => {
  fc.assert(
    fc.property(codes, (days) => {
      const first = '2024-02-10';
      const found = [...holesOf({ first, codes: days })].flatMap((hole) => {
        const inHole = [...daysBetween(hole.first, hole.last)];
        expect(inHole).toHaveLength(hole.days);
        return inHole.map((day) => `${day} ${hole.state}`);
      });
      const wanted = Array.from(days, (code, place) => ({ day: addDays(first, place), state: stateOf(code) }))
        .filter(({ state }) => DAY_STATE_SPECS[state].expected && !DAY_STATE_SPECS[state].held)
        .map(({ day, state }) => `${day} ${state}`);
      expect(found).toEqual(wanted);
    }),
  );
});

test('a day that is held twice is counted; once its daily file is forgotten, the month shows', () => {
  const store = new Store();
  const mark = (partition: Partition, first: string, last: string, state: DayState): void =>
    store.say([{ partition, first, last, state }]);
  mark('daily', '2025-06-01', '2025-06-03', 'unverified');
  mark('monthly', '2025-06', '2025-06', 'proved');
  expect(store.days()?.doubles).toBe(3);
  expect(byDay(store.days()).get('2025-06-02')).toBe('unverified');
  mark('daily', '2025-06-01', '2025-06-03', 'unknown');
  expect(store.days()?.doubles).toBe(0);
  expect(countDays(store.days()?.codes ?? new Uint8Array()).by_state).toEqual({ month: 30 });
});
