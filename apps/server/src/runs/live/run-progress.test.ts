import type { FileEvent } from '@tapehaul/workflow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LiveRun } from './live-run.ts';
import { Pace } from './pace.ts';
import { progressOf } from './run-progress.ts';

/** A file that has come, of a size other than the plan counted it with. */
const fetched = (bytes: number, planned_bytes: number): FileEvent => ({
  kind: 'file',
  key: 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip',
  status: 'downloaded',
  target: 'x',
  bytes,
  planned_bytes,
  sha256: null,
  proof: 'sidecar',
  depth: 'published',
  engine: 's3',
  fall_backs: [],
  attempts: 1,
  error: null,
});

const planned = (bytes_left: number | null, files = 100) =>
  ({
    kind: 'planned',
    files,
    settled: 0,
    settled_files: 0,
    settled_days: 0,
    bytes_left,
    bytes_left_is_estimate: true,
    verdicts: 0,
  }) as const;

const idle = () => new Pace({ bytes: 0, files: 0 }, 0);

test('typical sizes are corrected by the files that came', () => {
  const run = new LiveRun();
  // What planning found in place is reported before the plan.
  run.receive({ ...fetched(500, 500), status: 'cached' }, 0);
  run.receive(planned(100_000), 0);
  expect(run.bytesLeft).toBe(100_000);
  for (let n = 0; n < 10; n += 1) run.receive(fetched(10, 1_000), n);
  expect(run.bytesLeft).toBe(900);
  // One that the archive does not have says nothing of sizes.
  run.receive({ ...fetched(0, 1_000), status: 'absent' }, 11);
  expect(run.bytesLeft).toBe(890);
});

test('bytes that are left are never negative, and none are once all planned files have ended', () => {
  const file = fc.record({ bytes: fc.nat(1e9), planned: fc.nat(1e9) });
  fc.assert(
    fc.property(fc.array(file, { maxLength: 50 }), fc.nat(1e9), (files, more) => {
      const run = new LiveRun();
      run.receive(
        planned(
          files.reduce((sum, it) => sum + it.planned, 0),
          files.length,
        ),
        0,
      );
      for (const [at, it] of files.entries()) {
        run.receive(fetched(it.bytes, it.planned), at);
        expect(run.bytesLeft).toBeGreaterThanOrEqual(0);
      }
      expect(run.bytesLeft).toBe(0);
      run.receive({ kind: 'follow_up', key: 'k', files: 1, bytes_left: more, message: '' }, 60);
      expect(run.bytesLeft).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a plan by a listing knows its bytes; of another process the size of what came says how much is left', () => {
  const counts = {
    Completed: { tasks: 10, bytes: 1_000 },
    Cached: { tasks: 5, bytes: 50_000 },
    Absent: { tasks: 1, bytes: 0 },
    Scheduled: { tasks: 4, bytes: 77 },
  };
  const facts = { counts, isListed: true, planned: null, pace: idle(), transferring: null };
  expect(progressOf(facts, 0)).toMatchObject({
    files_total: 20,
    files_left: 4,
    bytes_moved: 1_000,
    bytes_left: 77,
    bytes_left_is_estimate: false,
    rate_bytes: null,
    eta_p50_seconds: null,
  });
  expect(progressOf({ ...facts, isListed: false }, 0)).toMatchObject({
    bytes_left: 400,
    bytes_left_is_estimate: true,
  });
  expect(progressOf({ ...facts, isListed: false, planned: 123 }, 0).bytes_left).toBe(123);
  expect(
    progressOf({ ...facts, isListed: false, counts: { Scheduled: { tasks: 4, bytes: 0 } } }, 0),
  ).toMatchObject({
    bytes_left: null,
  });
});

test('where sizes are typical ones, the time that is left counts files', () => {
  const run = new LiveRun();
  run.receive(planned(10_000_000_000), 0);
  for (let n = 1; n <= 10; n += 1) run.receive(fetched(10, 10), n * 1_000);
  expect(run.isGuess).toBe(false);
  run.receive(fetched(10, 1_000), 11_000);
  expect(run.isGuess).toBe(true);
  const counts = { Completed: { tasks: 11, bytes: 110 }, Scheduled: { tasks: 11, bytes: 0 } };
  const { pace = idle(), bytesLeft, isGuess } = run;
  const facts = { counts, isListed: false, planned: bytesLeft, pace, transferring: null };
  expect(progressOf({ ...facts, isGuess }, 11_000).eta_p50_seconds).toBe(11);
  expect(progressOf(facts, 11_000).eta_p50_seconds).toBeGreaterThan(11);
});

test('files in transfer are those that began and have not ended', () => {
  const run = new LiveRun();
  const file = (key: string) => ({ key, engine: 's3', bytes: 5 });
  run.move('began', file('a'));
  run.move('began', file('b'));
  run.move('ended', file('a'));
  expect(run.active).toMatchObject([{ key: 'b', engine: 's3', bytes: 5 }]);
});
