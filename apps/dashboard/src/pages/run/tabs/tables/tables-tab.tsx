import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { RunDetails } from '../../../../api/shapes.ts';
import { Choice } from '../../../../ui/control/find-box.tsx';
import { ShowMore } from '../../../../ui/control/show-more.tsx';
import { Empty, Skeleton } from '../../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../../ui/note/problem-note.tsx';
import { numberText } from '../../../../words/amounts.ts';
import { FAILED, isOver, wordOfState } from '../../../../words/state-words.ts';
import styles from '../../run.module.css';
import { TableMonths } from './table-months.tsx';
import { tableMonthsQuery } from './table-months-query.ts';

const route = getRouteApi('/runs/$run');

/** How often the list is read while the run is in progress, in milliseconds. */
const POLL = 3_000;

/** The series and months of which a run builds tables. */
export function TablesTab({ run }: { readonly run: RunDetails }) {
  const { state = '', task } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery({
    ...tableMonthsQuery(run.run_id, state === '' ? undefined : state),
    refetchInterval: isOver(run.state) ? false : POLL,
  });
  const months = Object.entries(run.tables?.months ?? {});
  const { refetch } = list;
  const hasBegun = months.length > 0;
  // The first month had not begun when the list was read.
  useEffect(() => {
    if (hasBegun) void refetch();
  }, [hasBegun, refetch]);
  const rows = list.data?.pages.flatMap((page) => page.rows);
  const options = months.map(
    ([name, count]) => [name, `${wordOfState(name).word} (${numberText(count)})`] as const,
  );
  const failed = FAILED.join(',');
  const isListed = state === '' || state === failed || options.some(([name]) => name === state);
  const choose = (value: string): void =>
    void navigate({
      search: (old) => ({ ...old, state: value === '' ? undefined : value }),
      resetScroll: false,
    });
  return (
    <>
      <div className={styles.filters}>
        <Choice
          label="state"
          value={state}
          options={[
            ['', 'any'],
            [failed, 'failed, any kind'],
            ...options,
            ...(isListed ? [] : [[state, state] as const]),
          ]}
          onChange={choose}
        />
      </div>
      {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {rows === undefined && !list.isError && <Skeleton lines={6} />}
      {rows?.length === 0 && <Empty>{emptyText(run, state)}</Empty>}
      {rows !== undefined && rows.length > 0 && (
        <TableMonths rows={rows} set={run.output_directory} chosen={task} />
      )}
      <ShowMore list={list} />
    </>
  );
}

function emptyText({ tables, state }: RunDetails, chosen: string): string {
  if (chosen !== '') return 'No series and month is in this state.';
  if (tables == null) return 'This run builds no tables.';
  if (!isOver(state))
    return tables.months_left === null
      ? 'Tables are built once the files are settled.'
      : 'The first month is being built.';
  return (tables.up_to_date ?? 0) > 0
    ? 'Nothing was to be built: all tables were as their files are.'
    : 'No tables were built.';
}
