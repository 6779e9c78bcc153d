import { runQuery } from '../../api/queries.ts';
import { queryClient } from '../../api/query-client.ts';
import { failuresQuery } from '../../api/run-queries.ts';
import type { RunSearch } from './run-search.ts';

/** Begins to read what the page of a run shows first, while its script is still on its way. */
export function prefetchRun(run: string, { tab, by = 'code' }: RunSearch): void {
  void queryClient.prefetchQuery(runQuery(run));
  // The first tab of a run that has failures.
  if (tab === undefined || tab === 'failures') void queryClient.prefetchQuery(failuresQuery(run, by));
}
