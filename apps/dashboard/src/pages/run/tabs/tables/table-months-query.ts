import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { operations } from '@tapehaul/client';
import { cursorOf, pathOfRun } from '../../../../api/queries.ts';
import { send } from '../../../../api/service.ts';

type Page = operations['listTableMonths']['responses'][200]['content']['application/json'];

/** A series and month of which a run builds tables. */
export type TableMonth = Page['rows'][number];

/** The series and months of which a run builds tables, page after page. */
export function tableMonthsQuery(run: string, state: string | undefined) {
  return infiniteQueryOptions({
    queryKey: ['run', run, 'tables', { state }],
    queryFn: ({ signal, pageParam }) =>
      send<Page>('GET', pathOfRun(run, 'tables'), {
        query: { limit: 100, state, ...cursorOf(pageParam) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
