import { addDays, daysBetween, formatSeries, monthOf, type Partition, seriesParts } from '@tapehaul/archive';
import { type DayState, stateOf } from '@tapehaul/coverage';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyPage, everyRow } from '../every-row.ts';
import type { Catalog } from '../stores/catalog.ts';
import { type MakeRecord, object, run } from './setup/record-under-test.ts';

const SERIES = ['spot/klines/BTCUSDT/1h', 'spot/trades/ETHUSDT'].map(seriesParts);
const FIRST = '2024-12-20';
const DAYS = 45;

/** One file, and what happens to it. */
interface Step {
  readonly series: number;
  readonly partition: Partition;
  readonly period: string;
  readonly act: 'hold' | 'hold unproved' | 'forget' | 'fail' | 'lose' | 'settle';
}

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc
    .record({
      series: fc.nat(SERIES.length - 1),
      partition: fc.constantFrom<Partition>('daily', 'daily', 'monthly'),
      day: fc.nat(DAYS).map((number) => addDays(FIRST, number)),
      act: fc.constantFrom<Step['act']>('hold', 'hold', 'hold unproved', 'forget', 'fail', 'lose', 'settle'),
    })
    .map(({ day, ...step }) => ({ ...step, period: step.partition === 'daily' ? day : monthOf(day) })),
  { maxLength: 40 },
);

/** What is held, and what is known of the files that are not, whatever happens in whatever order. */
export function coverageModel(make: MakeRecord): void {
  describe('what is known of each day', () => {
    test('is what a plain list of files says, whatever happens in whatever order', async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (taken) => {
          const record = await make();
          const owner = await record.open();
          try {
            await owner.startRun(run('r1'));
            const files = new Map<string, DayState>();
            for (const step of taken) await take(owner, files, step);
            for (const series of SERIES)
              expect(await daysOf(owner, series)).toEqual(oracle(files, formatSeries(series)));
            const held = await Array.fromAsync(everyRow(owner.held()), ({ key }) => key);
            const proved = [...files].filter(([, state]) => state === 'proved' || state === 'unverified');
            expect(held).toEqual(proved.map(([key]) => key).sort());
          } finally {
            await owner.close();
            await record.discard();
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}

async function take(owner: Catalog, files: Map<string, DayState>, step: Step): Promise<void> {
  const { partition, period, act } = step;
  const series = SERIES[step.series];
  if (series === undefined) return;
  const key = `${formatSeries(series)} ${period}`;
  const mark = (state: DayState): void =>
    owner.recordCells('r1', { series, partition, first: period, last: period, state });
  const isHeld = ['proved', 'unverified'].includes(files.get(key) ?? 'unknown');
  if (act === 'hold' || act === 'hold unproved') {
    const proof = act === 'hold' ? 'sidecar' : 'none';
    owner.recordObject(object('r1', key, { series, partition, period, proof }));
    files.set(key, proof === 'sidecar' ? 'proved' : 'unverified');
  } else if (act === 'forget' && isHeld) {
    owner.forgetObject(key);
    files.delete(key);
  } else if (act === 'fail') {
    mark('failed');
    if (!isHeld) files.set(key, 'failed');
  } else if (act === 'lose' && isHeld) {
    owner.forgetObject(key);
    mark('gone');
    files.set(key, 'gone');
  } else if (act === 'settle') await owner.settled();
}

function oracle(files: ReadonlyMap<string, DayState>, name: string): Record<string, DayState> {
  const days: Record<string, DayState> = {};
  for (const day of daysBetween('2024-12-01', '2025-02-28')) {
    const own = files.get(`${name} ${day}`);
    const month = files.get(`${name} ${monthOf(day)}`);
    const isOwn = own === 'proved' || own === 'unverified';
    const covering = month === 'proved' ? 'month' : month === 'unverified' ? 'month_unverified' : undefined;
    const state = isOwn ? own : (covering ?? own ?? month);
    if (state !== undefined) days[day] = state;
  }
  return days;
}

async function daysOf(owner: Catalog, series: (typeof SERIES)[number]): Promise<Record<string, DayState>> {
  const rows = everyRow(everyPage((page) => owner.cells({ ...page, prefix: formatSeries(series) })));
  const days: Record<string, DayState> = {};
  for await (const { first, codes } of rows) {
    codes.forEach((code, place) => {
      if (code !== 0) days[addDays(first, place)] = stateOf(code);
    });
  }
  return days;
}
