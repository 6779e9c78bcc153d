import { expect, test } from 'vitest';
import { ProgressTally } from './progress-tally.ts';

const PLAN = { files: 4, settled: 1, bytesLeft: 300 };

test('how far a run on a fleet is counts as the same files here, with its workers', () => {
  const [here, elsewhere] = [new ProgressTally(), new ProgressTally()];
  for (const tally of [here, elsewhere]) tally.start(PLAN);
  for (const bytes of [100, 120]) here.step({ bytes, cached: false, plannedBytes: 100 });
  elsewhere.reach({ ended: 2, cached: 1, bytes: 100, workers: 1 });
  expect(elsewhere.workers).toBe('1 worker');
  elsewhere.reach({ ended: 3, cached: 1, bytes: 220, workers: 2 });
  for (const tally of [here, elsewhere]) {
    expect(tally).toMatchObject({ files: 4, ended: 3, cached: 1, size: '220 B' });
  }
  expect([here.workers, elsewhere.workers]).toEqual(['', '2 workers']);
});

test('the same state again moves nothing', () => {
  const tally = new ProgressTally();
  tally.start({ files: 10, settled: 0, bytesLeft: null });
  for (let time = 0; time < 3; time++) tally.reach({ ended: 5, cached: 0, bytes: 500, workers: 3 });
  expect(tally).toMatchObject({ ended: 5, size: '500 B' });
});
