import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { cursorOf, pathOfRun } from './queries.ts';
import { send } from './service.ts';
import type { FailureGroup, LogLine, RunDetails, Task, TaskDetails, TimeSlice } from './shapes.ts';

/** Rows that a list reads at a time. */
const ROWS = 100;

/** Part of a list. */
interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

/** Which files of a run. */
export interface FileFilter {
  readonly state?: string | undefined;
  readonly symbol?: string | undefined;
  readonly data_type?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly contains?: string | undefined;
  readonly error_code?: string | undefined;
  readonly order?: string | undefined;
}

/** Files of a run, page after page. */
export function filesQuery(run: string, filter: FileFilter) {
  return infiniteQueryOptions({
    queryKey: ['run', run, 'files', filter],
    queryFn: ({ signal, pageParam }) =>
      send<Page<Task>>('GET', pathOfRun(run, 'tasks'), {
        query: { limit: ROWS, ...filter, ...cursorOf(pageParam) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** What may be known of a run with its configuration. */
export function configQuery(run: string) {
  return queryOptions({
    queryKey: ['run', run, 'config'],
    queryFn: ({ signal }) => send<RunDetails>('GET', pathOfRun(run), { query: { with: 'config' }, signal }),
    staleTime: 60_000,
  });
}

/** Failures of a run that have a code, symbol, data type or day in common, the most files first. */
export function failuresQuery(run: string, by: string) {
  return queryOptions({
    queryKey: ['run', run, 'failures', by],
    queryFn: ({ signal }) =>
      send<{ readonly by: string; readonly total: number; readonly rows: readonly FailureGroup[] }>(
        'GET',
        pathOfRun(run, 'failures'),
        { query: { by }, signal },
      ),
    placeholderData: keepPreviousData,
  });
}

/** Which lines of a log. */
export interface LogFilter {
  readonly level?: string | undefined;
  readonly contains?: string | undefined;
  readonly task?: string | undefined;
  readonly attempt?: number | undefined;
  readonly order?: 'oldest' | 'newest' | undefined;
}

/** Lines of the log of a run, page after page. */
export function logsQuery(run: string, filter: LogFilter) {
  return infiniteQueryOptions({
    queryKey: ['run', run, 'logs', filter],
    queryFn: ({ signal, pageParam }) =>
      send<Page<LogLine>>('GET', pathOfRun(run, 'logs'), {
        query: { limit: ROWS, ...filter, ...cursorOf(pageParam) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** The lines of a log around one of them. */
export function aroundQuery(run: string, sequence: number, context = 10) {
  return queryOptions({
    queryKey: ['run', run, 'logs', 'around', sequence],
    queryFn: ({ signal }) =>
      send<Page<LogLine>>('GET', pathOfRun(run, 'logs'), { query: { around: sequence, context }, signal }),
  });
}

/** What happened in a part of the time of a run. */
export function timelineQuery(
  run: string,
  span: { readonly from?: string | undefined; readonly to?: string | undefined },
) {
  return queryOptions({
    queryKey: ['run', run, 'timeline', span],
    queryFn: ({ signal }) =>
      send<{ readonly from: string; readonly to: string; readonly slices: readonly TimeSlice[] }>(
        'GET',
        pathOfRun(run, 'timeline'),
        { query: { ...span, slices: 120 }, signal },
      ),
    placeholderData: keepPreviousData,
  });
}

/** A task with all that is known of it. */
export function taskQuery(run: string, task: string) {
  return queryOptions({
    queryKey: ['run', run, 'task', task],
    queryFn: ({ signal }) => send<TaskDetails>('GET', pathOfRun(run, 'tasks', task), { signal }),
  });
}
