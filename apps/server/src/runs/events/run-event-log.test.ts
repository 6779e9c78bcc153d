import type { FileCounts, FileEvent } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { afterChange, countChange, whenContinued } from './file-counts-fold.ts';
import type { LoggedEvent } from './logged-event.ts';
import { RunEventLog } from './run-event-log.ts';

const file = (n: number, more: Partial<FileEvent> = {}): FileEvent => ({
  kind: 'file',
  key: `file ${n}`,
  status: 'downloaded',
  target: 'x',
  bytes: 10,
  planned_bytes: 10,
  sha256: null,
  proof: 'sidecar',
  depth: 'published',
  engine: 's3',
  fall_backs: [],
  attempts: 1,
  error: null,
  ...more,
});
const denied = { code: 'access_denied', message: 'denied', retry: 'never' } as const;
const planned = (files: number) =>
  ({
    kind: 'planned',
    files,
    settled: 0,
    settled_files: 0,
    settled_days: 0,
    bytes_left: null,
    bytes_left_is_estimate: true,
    verdicts: 0,
  }) as const;

/** The events that are kept, by what is sent of them. */
function kept(log: RunEventLog): LoggedEvent[] {
  const events: LoggedEvent[] = [];
  for (let at = log.before; at < log.last; ) {
    const { content, last } = log.after(at);
    for (const [, data] of content.toString().matchAll(/^data: (.*)$/gm)) events.push(JSON.parse(data ?? ''));
    at = last;
  }
  return events;
}

const folded = (log: RunEventLog): FileCounts =>
  kept(log).reduce<FileCounts>((counts, event) => {
    const change = countChange(event);
    return change === undefined ? counts : afterChange(counts, change);
  }, log.countsBefore ?? {});

test.each([50, 19_999, 20_000, 45_678])(
  'what was before the events that are kept, and these, add up to all of %i files',
  (files) => {
    const log = new RunEventLog({ shown: (event) => event });
    log.begins(
      whenContinued(
        { Completed: { tasks: 3, bytes: 30 }, Cancelled: { tasks: 2, bytes: 0 } },
        { failed: false },
      ),
    );
    log.add(file(0, { status: 'cached' }));
    log.add(planned(files + 10));
    for (let n = 1; n <= files; n += 1) {
      log.add(n % 10 === 0 ? file(n, { status: 'failed', bytes: 0, error: denied }) : file(n));
    }
    const failed = Math.floor(files / 10);
    expect(folded(log)).toEqual({
      Completed: { tasks: 3 + files - failed, bytes: 30 + 10 * (files - failed) },
      Cached: { tasks: 1, bytes: 10 },
      Failed: { tasks: failed, bytes: 0 },
      Scheduled: { tasks: 6, bytes: 0 },
    });
  },
);

test('a run that is continued has what was stopped before it again, and with failed files those too', () => {
  const counts = {
    Completed: { tasks: 5, bytes: 50 },
    Failed: { tasks: 2, bytes: 0 },
    Crashed: { tasks: 1, bytes: 7 },
    Scheduled: { tasks: 3, bytes: 3 },
  };
  expect(whenContinued(counts, { failed: false })).toEqual({
    Completed: { tasks: 5, bytes: 50 },
    Failed: { tasks: 2, bytes: 0 },
    Scheduled: { tasks: 4, bytes: 10 },
  });
  expect(whenContinued(counts, { failed: true })).toEqual({
    Completed: { tasks: 5, bytes: 50 },
    Scheduled: { tasks: 6, bytes: 10 },
  });
});
