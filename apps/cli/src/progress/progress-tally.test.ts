import { expect, test, vi } from 'vitest';
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

/** What a tally says after ten files of 3 kB in five seconds, with ten files left that the plan counts with 17 MB each. */
function leftAfterSmallFiles(isEstimate: boolean, plannedBytes: number): string {
  vi.useFakeTimers();
  try {
    const tally = new ProgressTally();
    tally.start({ files: 20, settled: 0, bytesLeft: 10 * plannedBytes + 170_000_000, isEstimate });
    for (let file = 0; file < 10; file += 1) {
      vi.advanceTimersByTime(500);
      tally.step({ bytes: 3_000, cached: false, plannedBytes });
    }
    return tally.left;
  } finally {
    vi.useRealTimers();
  }
}

test('where sizes are typical ones, the time that is left counts files', () => {
  expect(leftAfterSmallFiles(true, 4_000)).toMatch(/^up to \d\.\d s left$/);
  // Sizes that are right are those of a listing.
  expect(leftAfterSmallFiles(true, 3_000)).toMatch(/ h /);
  expect(leftAfterSmallFiles(false, 4_000)).toMatch(/ h /);
});
