import type { FailedTask } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { groupedFailures } from './failure-groups.ts';

const PAGES = 20;
const task: FailedTask = { taskId: 'plan', code: 'throttled', message: 'slow down' };

/** A record whose failed tasks come in many pages; `read` counts those that were read. */
function recordOf(onPage: (read: number) => void = () => {}) {
  async function* failedTasks() {
    for (let page = 1; page <= PAGES; page += 1) {
      onPage(page);
      yield [task, task];
    }
  }
  return { failedTasks, failures: async () => [] };
}

test('other requests get their turn while many failed tasks are read', async () => {
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    counting = setImmediate(turn);
  };
  let counting = setImmediate(turn);
  const groups = await groupedFailures(recordOf(), 'r1', 'symbol', new AbortController().signal);
  clearImmediate(counting);
  expect(turns).toBeGreaterThanOrEqual(PAGES - 1);
  expect(groups.answer()).toMatchObject({ total: 2 * PAGES, rows: [{ value: 'other', tasks: 2 * PAGES }] });
});

test('reading them stops when the request has been abandoned', async () => {
  const left = new AbortController();
  let last = 0;
  const record = recordOf((page) => {
    last = page;
    if (page === 3) left.abort();
  });
  await expect(groupedFailures(record, 'r1', 'day', left.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(last).toBe(3);
});
