import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { dataOf, send, service } from './service.ts';
import type { Me, Output, RunDetails, RunPage, UnreadableOutput } from './shapes.ts';

/** Rows that a list reads at a time. */
const ROWS = 100;

/** Who this page is for the service: what it may do. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => send<Me>('GET', '/v1/me', { signal }),
  staleTime: 60_000,
});

/** The latest runs, with those in the queue; `state` as states separated by commas. */
export function runsQuery(state?: string, limit = ROWS) {
  return queryOptions({
    queryKey: ['runs', { state, limit }],
    queryFn: ({ signal }): Promise<RunPage> =>
      dataOf(
        service().GET('/v1/runs', {
          params: { query: { limit, ...(state === undefined ? {} : { state }) } },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });
}

/** All runs, page after page. */
export function allRunsQuery(state?: string) {
  return infiniteQueryOptions({
    queryKey: ['runs', 'all', { state }],
    queryFn: ({ signal, pageParam }): Promise<RunPage> => {
      const query = { limit: ROWS, ...(state === undefined ? {} : { state }), ...cursorOf(pageParam) };
      return dataOf(service().GET('/v1/runs', { params: { query }, signal }));
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

/** A run. */
export function runQuery(run: string) {
  return queryOptions({
    queryKey: ['run', run],
    queryFn: ({ signal }): Promise<RunDetails> =>
      dataOf(service().GET('/v1/runs/{run}', { params: { path: { run } }, signal })),
  });
}

interface Outputs {
  readonly rows: readonly Output[];
  /** A service of an earlier version does not have it. */
  readonly unreadable?: readonly UnreadableOutput[];
}

const allOutputs = {
  queryKey: ['outputs'],
  queryFn: ({ signal }: { readonly signal: AbortSignal }): Promise<Outputs> =>
    dataOf(service().GET('/v1/outputs', { signal })),
};

/** Output directories, and what each holds. */
export const outputsQuery = queryOptions({
  ...allOutputs,
  select: ({ rows }: Outputs): readonly Output[] => rows,
});

/** Output directories whose record cannot be read now. */
export const unreadableQuery = queryOptions({
  ...allOutputs,
  select: ({ unreadable = [] }: Outputs): readonly UnreadableOutput[] => unreadable,
});

/** The part of a query that continues a list. */
export function cursorOf(cursor: string | null): { readonly cursor?: string } {
  return cursor === null ? {} : { cursor };
}

/** The address of something of a run. */
export function pathOfRun(run: string, ...parts: readonly string[]): string {
  return ['/v1/runs', encodeURIComponent(run), ...parts.map(encodeURIComponent)].join('/');
}
