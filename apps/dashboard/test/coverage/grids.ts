import { dayNumber } from '@tapehaul/archive';
import { codeOf, DAY_STATES, type DayState, runLengths } from '@tapehaul/coverage';
import fc from 'fast-check';
import { type CellsAnswer, decodeGrid, type Grid } from '../../src/pages/coverage/grid/grid.ts';

/** Signs of states, so that the days of a series can be written as text. */
const SIGNS: Readonly<Record<string, DayState>> = {
  '.': 'unknown',
  '#': 'proved',
  m: 'month',
  '?': 'unverified',
  p: 'planned',
  y: 'not_yet_published',
  b: 'before_first',
  g: 'gap',
  a: 'absent',
  f: 'failed',
  x: 'corrupt',
  d: 'disputed',
};

/** The answer of a service that holds these series, each written as its first day and a sign for each day. */
export function answerOf(
  series: Readonly<Record<string, readonly [first: string, days: string]>>,
): CellsAnswer {
  return {
    states: DAY_STATES,
    series: Object.entries(series).map(([name, [first, signs]]) => {
      const states = [...signs].map((sign) => SIGNS[sign] ?? 'unknown');
      const count = (...names: DayState[]) => states.filter((state) => names.includes(state)).length;
      const last = new Date((dayNumber(first) + signs.length - 1) * 86_400_000).toISOString().slice(0, 10);
      const [held, ours] = [count('proved', 'month', 'unverified'), count('failed', 'corrupt')];
      const [archive, not_yet] = [count('gap', 'absent', 'disputed'), count('planned', 'not_yet_published')];
      const runs = runLengths(Uint8Array.from(states, codeOf));
      return {
        series: name,
        first,
        last,
        runs,
        held,
        ours,
        archive,
        not_yet,
        expected: held + ours + archive + not_yet,
      };
    }),
  };
}

/** A map of such series. */
export function gridOf(series: Readonly<Record<string, readonly [first: string, days: string]>>): Grid {
  return decodeGrid([answerOf(series)]);
}

/** Any map: up to six series of up to 900 days that begin within three years. */
export const anyGrid: fc.Arbitrary<Grid> = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 1_000 }),
      signs: fc
        .array(fc.tuple(fc.constantFrom(...Object.keys(SIGNS)), fc.integer({ min: 1, max: 150 })), {
          minLength: 1,
          maxLength: 6,
        })
        .map((runs) => runs.map(([sign, count]) => sign.repeat(count)).join('')),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((rows) =>
    gridOf(
      Object.fromEntries(
        rows.map(({ start, signs }, place) => {
          const first = new Date((18_262 + start) * 86_400_000).toISOString().slice(0, 10);
          return [`spot/klines/S${place}USDT/1h`, [first, signs]];
        }),
      ),
    ),
  );
