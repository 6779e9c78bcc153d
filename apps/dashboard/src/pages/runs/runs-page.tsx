import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { usePollTime } from '../../api/live/use-live.ts';
import { allRunsQuery, unreadableQuery } from '../../api/queries.ts';
import { serviceNow } from '../../api/service-clock.ts';
import type { Run } from '../../api/shapes.ts';
import { useTitle } from '../../ui/browser/use-title.ts';
import { Button } from '../../ui/control/button.tsx';
import { Choice } from '../../ui/control/find-box.tsx';
import { Meter } from '../../ui/mark/meter.tsx';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { Empty, Panel, Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { UnreadableSets } from '../../ui/note/unreadable-sets.tsx';
import table from '../../ui/table/table.module.css';
import { Time } from '../../ui/text/time.tsx';
import { numberText } from '../../words/amounts.ts';
import { shortId, sumsOf } from '../../words/runs.ts';
import { isOver } from '../../words/state-words.ts';
import { failuresOf, failureText } from '../../words/tables/failure-text.ts';
import { between, durationText } from '../../words/times.ts';
import { RUN_FILTERS, type RunFilter } from './runs-search.ts';

const route = getRouteApi('/runs');

/** All runs, the newest first, with those in the queue. */
export function RunsPage() {
  const { show = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const refetchInterval = usePollTime();
  const runs = useInfiniteQuery({ ...allRunsQuery(RUN_FILTERS[show].states), refetchInterval });
  const unreadable = useQuery(unreadableQuery).data ?? [];
  useTitle('Runs');
  const rows = runs.data?.pages.flatMap((page) => page.rows);
  return (
    <>
      <h1>Runs</h1>
      <Panel
        title={RUN_FILTERS[show].text === 'all' ? 'All runs' : `Runs ${RUN_FILTERS[show].text}`}
        aside={
          <Choice
            label="show"
            value={show}
            options={Object.entries(RUN_FILTERS).map(([name, { text }]) => [name, text])}
            onChange={(chosen) => void navigate({ search: { show: chosen as RunFilter } })}
          />
        }
      >
        {runs.isError && <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />}
        {rows === undefined && !runs.isError && <Skeleton lines={8} />}
        <UnreadableSets />
        {rows?.length === 0 && unreadable.length === 0 && <NoRuns show={show} />}
        {rows !== undefined && rows.length > 0 && <RunTable runs={rows} />}
        {runs.hasNextPage && (
          <Button
            onClick={() => void runs.fetchNextPage()}
            reason={runs.isFetchingNextPage ? 'loading' : undefined}
          >
            Show older runs
          </Button>
        )}
      </Panel>
    </>
  );
}

function NoRuns({ show }: { readonly show: RunFilter }) {
  if (show === 'all') {
    return (
      <Empty>
        No run yet. <Link to="/new">Start a collection</Link>
      </Empty>
    );
  }
  return (
    <Empty>
      No run is {RUN_FILTERS[show].text}.{' '}
      <Link to="/runs" search={{}}>
        show all runs
      </Link>
    </Empty>
  );
}

function RunTable({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">state</th>
          <th scope="col">run</th>
          <th scope="col">set</th>
          <th scope="col">started</th>
          <th scope="col" className={table.number}>
            took
          </th>
          <th scope="col" className={table.number}>
            files
          </th>
          <th scope="col" className={table.number}>
            failed
          </th>
          <th scope="col">progress</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.run_id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run }: { readonly run: Run }) {
  const { run_id, state, output_directory, started_at, ended_at } = run;
  const { total, ended, failed } = sumsOf(run.files);
  const failures = failuresOf(run);
  return (
    <tr>
      <td data-label="state">
        <StateMark state={state} />
      </td>
      <td data-label="run">
        <Link to="/runs/$run" params={{ run: run_id }} data-row="" title={run_id}>
          run {shortId(run_id)}
        </Link>
      </td>
      <td data-label="set">{output_directory}</td>
      <td data-label="started">{started_at === null ? 'waits' : <Time at={started_at} />}</td>
      <td data-label="took" className={table.number}>
        {started_at === null ? '–' : durationText(between(started_at, ended_at, serviceNow()))}
      </td>
      <td data-label="files" className={table.number}>
        {numberText(total + (run.settled_files ?? 0))}
      </td>
      <td data-label="failed" className={table.number}>
        {failures.files + failures.months > 0 ? (
          <Link
            to="/runs/$run"
            params={{ run: run_id }}
            search={{ tab: failures.files > 0 ? 'failures' : 'tables' }}
          >
            {failureText(failures)}
          </Link>
        ) : (
          '0'
        )}
      </td>
      <td data-label="progress">
        {!isOver(state) && <Meter label="files ended" part={ended} whole={total} failed={failed} />}
      </td>
    </tr>
  );
}
