import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { sumsOf } from '../../words/runs.ts';
import { isOver } from '../../words/state-words.ts';
import type { Run, RunDetails, RunPage } from '../shapes.ts';
import type { ServerEvent } from './event-parser.ts';

/** Puts what an event says into what the page has read, and has it read again what the event does not say. */
export function applyEvent(queries: QueryClient, { event, data }: ServerEvent): void {
  if (event === 'snapshot') applySnapshot(queries, data);
  const run = runOf(data);
  if (run === undefined || event === 'snapshot') return;
  if (event === 'run') mergeRun(queries, run);
  if (event !== 'ended') return;
  mergeRun(queries, run);
  for (const queryKey of [['run', run.run_id], ['outputs'], ['coverage'], ['runs']]) {
    void queries.invalidateQueries({ queryKey });
  }
}

/**
 * A stream that begins may have missed anything, except of what is being read for the first time, and of runs that are over and are
 * not in progress again: of these, pages may be expensive.
 */
function applySnapshot(queries: QueryClient, data: unknown): void {
  const now = new Set(idsOf(data));
  const isStill = (id: unknown): boolean => {
    const state = queries.getQueryData<RunDetails>(['run', id])?.state;
    return state !== undefined && isOver(state) && !now.has(id);
  };
  void queries.invalidateQueries({
    predicate: ({ queryKey: [kind, id], state }) => {
      if (state.data === undefined) return false;
      return kind === 'runs' || kind === 'outputs' || (kind === 'run' && !isStill(id));
    },
  });
}

/** The ids of the runs of a snapshot. */
function idsOf(data: unknown): unknown[] {
  if (typeof data !== 'object' || data === null || !('runs' in data) || !Array.isArray(data.runs)) return [];
  return data.runs.map((run: unknown) => runOf(run)?.run_id);
}

/** The run of an event: its data, or a part of it. */
function runOf(data: unknown): Run | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  if ('run' in data) return runOf(data.run);
  return 'run_id' in data && 'files' in data ? (data as Run) : undefined;
}

function mergeRun(queries: QueryClient, run: Run): void {
  const key = ['run', run.run_id];
  const before = queries.getQueryData<RunDetails>(key);
  queries.setQueryData<RunDetails>(key, (old) => old && { ...old, ...run });
  if (before !== undefined && before.state !== run.state) void queries.invalidateQueries({ queryKey: key });
  else if (before !== undefined && sumsOf(before.files).failed !== sumsOf(run.files).failed) {
    void queries.invalidateQueries({ queryKey: [...key, 'failures'] });
  }
  let isListed = false;
  const inPage = <Page extends RunPage>(page: Page): Page => {
    if (!page.rows.some(({ run_id }) => run_id === run.run_id)) return page;
    isListed = true;
    return { ...page, rows: page.rows.map((row) => (row.run_id === run.run_id ? { ...row, ...run } : row)) };
  };
  queries.setQueriesData<RunPage | InfiniteData<RunPage>>({ queryKey: ['runs'] }, (list) => {
    if (list === undefined) return list;
    return 'pages' in list ? { ...list, pages: list.pages.map(inPage) } : inPage(list);
  });
  if (!isListed) void queries.invalidateQueries({ queryKey: ['runs'] });
}
