import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { usePollTime } from '../../../api/live/use-live.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Choice } from '../../../ui/control/find-box.tsx';
import { FaultMark } from '../../../ui/mark/state-mark.tsx';
import { Empty, Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import table from '../../../ui/table/table.module.css';
import { withoutKey } from '../../../words/keys.ts';
import { shortId } from '../../../words/runs.ts';
import { type Hole, holesQuery, type Whose } from '../read/queries.ts';
import type { CoverageSearch } from '../view/search.ts';
import { DayMark } from './day-mark.tsx';
import styles from './panels.module.css';
import { SpanCells } from './span-cells.tsx';

const WHOSE: readonly (readonly [Whose, string])[] = [
  ['all', 'all that are missing'],
  ['ours', 'ours'],
  ['archive', "the archive's"],
  ['time', 'still to come'],
];

/** The holes of the map in words, the longest first. */
export function HolesTable({
  search,
  isShown,
  onExplain,
}: {
  readonly search: CoverageSearch;
  /** False while what is above has no height yet, so that the table does not jump: it is read meanwhile. */
  readonly isShown: boolean;
  readonly onExplain: (hole: Hole) => void;
}) {
  const [whose, setWhose] = useState<Whose>('all');
  const refetchInterval = usePollTime();
  const holes = useInfiniteQuery({ ...holesQuery(search, whose), refetchInterval });
  const rows = holes.data?.pages.flatMap((page) => page.rows);
  if (!isShown) return null;
  return (
    <Panel
      title="Holes, the longest first"
      aside={
        <Choice
          label="whose turn"
          value={whose}
          options={WHOSE}
          onChange={(value) => setWhose(WHOSE.find(([name]) => name === value)?.[0] ?? 'all')}
        />
      }
    >
      {holes.isError && <ProblemNote error={holes.error} onRetry={() => void holes.refetch()} />}
      {rows === undefined && !holes.isError && <Skeleton lines={4} />}
      {rows?.length === 0 && (
        <Empty>{whose === 'all' ? 'Nothing is missing.' : 'There are none of these.'}</Empty>
      )}
      {rows !== undefined && rows.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">series</th>
              <th scope="col">days (UTC)</th>
              <th scope="col" className={table.number}>
                count
              </th>
              <th scope="col">state</th>
              <th scope="col">whose turn</th>
              <th scope="col">reason</th>
              <th scope="col">run</th>
              <th scope="col">what to do</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((hole) => (
              <HoleRow key={`${hole.series} ${hole.first}`} hole={hole} onExplain={onExplain} />
            ))}
          </tbody>
        </table>
      )}
      {holes.hasNextPage && (
        <p>
          <Button
            reason={holes.isFetchingNextPage ? 'loading' : undefined}
            onClick={() => void holes.fetchNextPage()}
          >
            Show shorter holes
          </Button>
        </p>
      )}
    </Panel>
  );
}

function HoleRow({ hole, onExplain }: { readonly hole: Hole; readonly onExplain: (hole: Hole) => void }) {
  const { series, first, last, days, verdict, fault, reason, run_id, task_id, remedy } = hole;
  return (
    <tr>
      <SpanCells {...{ series, first, last, days }} onExplain={() => onExplain(hole)} />
      <td data-label="state">
        <DayMark state={verdict} />
      </td>
      <td data-label="whose turn">
        <FaultMark fault={fault} />
      </td>
      <td data-label="reason">{task_id === null ? reason : withoutKey(reason, task_id)}</td>
      <td data-label="run">
        {run_id !== null && (
          <Link to="/runs/$run" params={{ run: run_id }} className={styles.whole}>
            run {shortId(run_id)}
          </Link>
        )}
      </td>
      <td data-label="what to do">{remedy}</td>
    </tr>
  );
}
