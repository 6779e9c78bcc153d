import type { TaskPage, TaskRecord } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { filledPage } from './filled-page.ts';

const row = { taskId: 'a' } as TaskRecord;
const empty = (next: string | null): TaskPage => ({ rows: [], next, searched: null });
const going = new AbortController().signal;

/** Reads pages by their number; `cursors` are those that were requested. */
function pages(...all: TaskPage[]) {
  const cursors: (string | undefined)[] = [];
  const read = async ({ cursor }: { readonly cursor?: string }): Promise<TaskPage> => {
    cursors.push(cursor);
    return all[Number(cursor ?? 0)] ?? empty(null);
  };
  return { read, cursors };
}

test('pages without rows are passed over, while others get their turn', async () => {
  const { read, cursors } = pages(empty('1'), empty('2'), { rows: [row], next: '3', searched: null });
  let turns = 0;
  const turn = (): void => {
    turns += 1;
    counting = setImmediate(turn);
  };
  let counting = setImmediate(turn);
  expect(await filledPage(read, going)).toMatchObject({ rows: [row], next: '3' });
  clearImmediate(counting);
  expect(cursors).toEqual([undefined, '1', '2']);
  expect(turns).toBeGreaterThanOrEqual(2);
});

test('the last page may be empty, and so may one that says how far a search is', async () => {
  expect(await filledPage(pages(empty('1'), empty(null)).read, going)).toEqual(empty(null));
  const searched = { ...empty('1'), searched: { tasks: 5, of: 9 } };
  expect(await filledPage(pages(searched).read, going)).toEqual(searched);
});

test('it stops when the request has been abandoned', async () => {
  const left = new AbortController();
  const { read, cursors } = pages(empty('1'), empty('2'), empty('3'));
  const page = filledPage(async (from) => {
    if (cursors.length === 1) left.abort();
    return read(from);
  }, left.signal);
  await expect(page).rejects.toMatchObject({ code: 'cancelled' });
  expect(cursors).toEqual([undefined, '1']);
});
