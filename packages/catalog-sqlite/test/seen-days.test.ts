import { addDays, seriesParts } from '@tapehaul/archive';
import { codeOf, type DayState } from '@tapehaul/coverage';
import { beforeEach, expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { path, run, tamper } from './test-catalog.ts';

const series = seriesParts('spot/trades/BTCUSDT');
const DAYS = 800;
const FIRST = '2023-01-01';

let catalog: ReturnType<typeof openCatalog>;
beforeEach(async () => {
  catalog = openCatalog(path);
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

test('old days are read from what is kept of them, not from their cells', async () => {
  mark(0, DAYS, 'proved');
  await catalog.settled();
  see(DAYS, 700);
  await catalog.settled();
  // Were they read, their states would be gone.
  tamper('DELETE FROM cells WHERE year < 2024');
  expect((await catalog.seenDays(series))?.runs).toEqual([codeOf('proved'), DAYS + 1]);
  catalog.close();
});
