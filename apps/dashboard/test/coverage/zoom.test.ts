import { dayNumber } from '@tapehaul/archive';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LEVELS } from '../../src/pages/coverage/grid/columns.ts';
import {
  daysInView,
  frameOf,
  placeAt,
  plotHeight,
  plotWidth,
  rowsInView,
  ticksAt,
} from '../../src/pages/coverage/paint/frame.ts';
import { ticksOf } from '../../src/pages/coverage/view/ticks.ts';
import {
  nearestStep,
  scrollFor,
  scrollInto,
  stepOfLevel,
  zoomSteps,
} from '../../src/pages/coverage/view/zoom.ts';

const room = fc.record({
  days: fc.integer({ min: 1, max: 5_000 }),
  rows: fc.integer({ min: 1, max: 2_000 }),
  width: fc.integer({ min: 150, max: 2_000 }),
  height: fc.integer({ min: 200, max: 1_000 }),
});

describe('the steps of the zoom', () => {
  test('go from all days in view to single days, whatever the span and the window', () => {
    fc.assert(
      fc.property(room, (its) => {
        const steps = zoomSteps(its);
        expect([...new Set(steps.map(({ level }) => level))]).toEqual([...LEVELS]);
        steps.forEach((step, place) => {
          const before = steps[place - 1] ?? step;
          expect(step.dayWidth).toBeGreaterThanOrEqual(before.dayWidth);
          expect(step.rowHeight).toBeGreaterThanOrEqual(before.rowHeight - 0.01);
          expect(step.rowHeight).toBeGreaterThanOrEqual(1);
          if (step.level === 'day') expect(step.dayWidth).toBeGreaterThanOrEqual(5);
        });
        const whole = steps[0]?.dayWidth ?? 0;
        expect(whole * its.days).toBeLessThanOrEqual(its.width + 0.001);
      }),
    );
  });

  test('of a level begin where its cells can be read, and a width of another window finds its nearest', () => {
    const steps = zoomSteps({ days: 2_500, rows: 500, width: 1_100, height: 560 });
    const at = (level: 'year' | 'month' | 'day') => steps[stepOfLevel(steps, level)];
    expect(at('year')).toMatchObject({ level: 'year', dayWidth: 0.44 });
    expect(at('month')).toMatchObject({ level: 'month', dayWidth: 0.44 });
    expect(at('day')?.dayWidth).toBeGreaterThanOrEqual(14);
    for (const [place, { level, dayWidth }] of steps.entries()) {
      expect(nearestStep(steps, level, dayWidth * 1.02)).toBe(place);
    }
  });
});

test('a day stays under the pointer when it becomes wider', () => {
  expect(scrollFor(100, 50, 10)).toBe(950);
  expect(scrollFor(1, 50, 10)).toBe(0);
});

test('what is in view stays, and what is not comes in by the least movement', () => {
  const spans = fc.tuple(fc.nat(5_000), fc.nat(300), fc.nat(5_000), fc.integer({ min: 1, max: 800 }));
  fc.assert(
    fc.property(spans, ([from, length, scroll, space]) => {
      const to = from + length;
      const after = scrollInto(from, to, scroll, space);
      expect(after).toBeGreaterThanOrEqual(0);
      if (from >= scroll && to <= scroll + space) expect(after).toBe(scroll);
      if (length <= space) expect(from >= after && to <= after + space).toBe(true);
    }),
  );
});

describe('the frame of the map', () => {
  const zoom = { level: 'day', dayWidth: 10, rowHeight: 20 } as const;

  test('says which cell is under a point, and none beside the cells', () => {
    const view = { frame: frameOf(800, 400, 21), zoom, left: 100, top: 40 };
    const at = (x: number, y: number) => placeAt(view, x, y, { rows: 12, days: 50 });
    expect(at(163, 30)).toEqual({ row: 2, day: 10 });
    expect(at(163 + 25, 30 + 25)).toEqual({ row: 3, day: 12 });
    expect(at(20, 100)).toBeUndefined();
    expect(at(300, 10)).toBeUndefined();
    expect(at(795, 100)).toBeUndefined();
    expect(at(163 + 401, 100)).toBeUndefined();
    expect(at(300, 30 + 205)).toBeUndefined();
  });

  test('has the ticks of rows behind the last day, or at the right edge', () => {
    const view = { frame: frameOf(800, 400, 21), zoom, left: 0, top: 0 };
    expect(ticksAt(view, 20)).toBe(163 + 200);
    expect(ticksAt(view, 2_000)).toBe(788);
  });

  test('counts the rows and days in view, the cut ones too', () => {
    const frame = frameOf(390, 300, 40);
    expect([plotWidth(frame), plotHeight(frame)]).toEqual([266, 270]);
    const view = { frame, zoom, left: 5, top: 10 };
    expect(daysInView(view, 100)).toEqual([0, 28]);
    expect(rowsInView(view, 100)).toEqual([0, 14]);
    expect(daysInView(view, 3)).toEqual([0, 3]);
    expect(rowsInView({ ...view, top: 1e6 }, 3)).toEqual([3, 3]);
  });
});

describe('labels of time', () => {
  const first = dayNumber('2023-12-30');
  const texts = (from: number, to: number, width: number) =>
    ticksOf(first, from, to, width).map(({ text }) => text);

  test('are days, months or years, as there is room', () => {
    expect(texts(0, 4, 80)).toEqual(['Dec 30', 'Dec 31', 'Jan 2024', 'Jan 2', 'Jan 3']);
    expect(texts(0, 70, 2.2)).toEqual(['2024', 'Feb', 'Mar']);
    expect(texts(0, 800, 0.3)).toEqual(['2024', '2025', '2026']);
  });

  test('are as far apart as they can be read, and stay at their days while the map is panned', () => {
    const some = fc.tuple(
      fc.double({ min: 0.02, max: 28, noNaN: true }),
      fc.nat(3_000),
      fc.integer({ min: 50, max: 1_200 }),
    );
    fc.assert(
      fc.property(some, ([width, from, pixels]) => {
        const ticks = ticksOf(first, from, from + pixels / width, width);
        ticks.forEach(({ day }, place) => {
          const before = ticks[place - 1];
          if (before !== undefined) expect((day - before.day) * width).toBeGreaterThanOrEqual(25);
        });
        const panned = ticksOf(first, from + 1, from + 1 + pixels / width, width).map(({ day }) => day);
        const shared = ticks.map(({ day }) => day).filter((day) => day >= from + 1);
        expect(panned.slice(0, shared.length)).toEqual(shared);
      }),
      { numRuns: 60 },
    );
  });
});
