import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';
import type { operations } from '@tapehaul/client';
import { cursorOf, pathOfRun } from '../../../../api/queries.ts';
import { send } from '../../../../api/service.ts';

type Page = operations['listBatches']['responses'][200]['content']['application/json'];

/** A batch of files of a run. */
export type Batch = Page['rows'][number];

/** The batches of a run, page after page; with `open` only those with files that have not ended. */
export function batchesQuery(run: string, open: boolean) {
  return infiniteQueryOptions({
    queryKey: ['run', run, 'batches', { open }],
    queryFn: ({ signal, pageParam }) =>
      send<Page>('GET', pathOfRun(run, 'batches'), {
        query: { limit: 100, open: open ? 'true' : 'false', ...cursorOf(pageParam) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}
