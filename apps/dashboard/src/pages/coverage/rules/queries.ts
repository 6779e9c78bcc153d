import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { operations } from '@tapehaul/client';
import { send } from '../../../api/service.ts';
import { type CoverageSearch, cellsQuery } from '../view/search.ts';

type Answer<Id extends keyof operations> = operations[Id] extends {
  responses: { 200: { content: { 'application/json': infer Data } } };
}
  ? Data
  : never;

/** How many findings of each rule there are, and what the rules mean. */
export type FindingCounts = Answer<'countFindings'>;
/** What was found in the rows of a day. */
export type RowFinding = Answer<'listFindings'>['rows'][number];

/** What was found in the rows of the series and days that the filters leave, by rule. */
export function findingCountsQuery(search: CoverageSearch) {
  const query = cellsQuery(search);
  return queryOptions({
    queryKey: ['coverage', 'rules', query],
    queryFn: ({ signal }) => send<FindingCounts>('GET', '/v1/coverage/findings/counts', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

/** The findings of one rule, by series and day. */
export function ruleFindingsQuery(search: CoverageSearch, rule: string) {
  const query = { ...cellsQuery(search), rule };
  return infiniteQueryOptions({
    queryKey: ['coverage', 'findings', query],
    queryFn: ({ signal, pageParam }) =>
      send<{ readonly rows: readonly RowFinding[]; readonly next: string | null }>(
        'GET',
        '/v1/coverage/findings',
        { query: { ...query, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) }, signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
