import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import { usePollTime } from '../../../api/live/use-live.ts';
import { type FileFilter, filesQuery } from '../../../api/run-queries.ts';
import type { RunDetails } from '../../../api/shapes.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Empty, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { counted, numberText } from '../../../words/amounts.ts';
import { sumsOf } from '../../../words/runs.ts';
import { isOver } from '../../../words/state-words.ts';
import styles from '../run.module.css';
import type { RunSearch } from '../run-search.ts';
import { FileFilters } from './file-filters.tsx';
import { FileTable } from './file-table.tsx';

const route = getRouteApi('/runs/$run');

/** How often a list of few pages is read while its run is in progress, in milliseconds. */
const [FEW_PAGES, POLL_FEW] = [3, 3_000];

/** The filter that an address has, as the service takes it. */
function filterOf({ state, symbol, data_type, from, to, find, code, order }: RunSearch): FileFilter {
  return { state, symbol, data_type, from, to, contains: find, error_code: code, order };
}

/** Why the list of a run that is over is empty. */
function noFilesText(settled: number): string {
  if (settled === 0) return 'This run has no files.';
  return `This run fetched and checked no file: ${counted(settled, 'file')} of its plan ${settled === 1 ? 'was' : 'were'} settled before.`;
}

/** The files of a run, as many as there are: filtered and sorted by the service, drawn as they come into view. */
export function FilesTab({ run }: { readonly run: RunDetails }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const poll = usePollTime();
  const filter = filterOf(search);
  const files = useInfiniteQuery({
    ...filesQuery(run.run_id, filter),
    // Few rows are read often, many seldom: each time all pages that are shown are read.
    refetchInterval: ({ state: { data } }) =>
      isOver(run.state) ? false : (data?.pages.length ?? 0) <= FEW_PAGES ? POLL_FEW : poll,
  });
  const { total } = sumsOf(run.files);
  const { refetch } = files;
  const isPlanned = total > 0;
  // The first files were not there yet when the list was read.
  useEffect(() => {
    if (isPlanned) void refetch();
  }, [isPlanned, refetch]);
  const rows = files.data?.pages.flatMap((page) => page.rows) ?? [];
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = files;
  // A search may give an empty page before the first match.
  useEffect(() => {
    if (rows.length === 0 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const used = Object.entries(filter).filter(([name, value]) => value !== undefined && name !== 'order');
  const clear = (): void =>
    void navigate({ search: ({ tab, task, order }) => ({ tab, task, order }), resetScroll: false });
  return (
    <>
      <FileFilters run={run} />
      {files.isError && <ProblemNote error={files.error} onRetry={() => void files.refetch()} />}
      {files.data === undefined && !files.isError && <Skeleton lines={10} />}
      {files.data !== undefined && rows.length === 0 && !hasNextPage && (
        <Empty>
          {used.length === 0 ? (
            isOver(run.state) ? (
              noFilesText(run.settled_files ?? 0)
            ) : (
              'The files are listed here once the run is planned.'
            )
          ) : (
            <>
              No file fits {used.map(([name, value]) => `${name} ${value}`).join(', ')}.{' '}
              <Button onClick={clear}>Clear the filter</Button>
            </>
          )}
        </Empty>
      )}
      {rows.length > 0 && (
        <>
          <p className={styles.count} aria-live="polite">
            {used.length === 0
              ? counted(total, 'file')
              : `${numberText(rows.length)}${hasNextPage ? ' or more' : ''} of ${counted(total, 'file')}`}
          </p>
          <FileTable
            rows={rows}
            chosen={search.task}
            onEnd={() => {
              if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
            }}
          />
          {hasNextPage && (
            <p className={styles.count}>{isFetchingNextPage ? 'loading more' : 'more below'}</p>
          )}
        </>
      )}
    </>
  );
}
