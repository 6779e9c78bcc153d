import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { RunDetails } from '../../../../api/shapes.ts';
import { Choice } from '../../../../ui/control/find-box.tsx';
import { ShowMore } from '../../../../ui/control/show-more.tsx';
import { Empty, Skeleton } from '../../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../../ui/note/problem-note.tsx';
import { isOver } from '../../../../words/state-words.ts';
import styles from '../../run.module.css';
import { BatchTable } from './batch-table.tsx';
import { batchesQuery } from './batches-query.ts';

/** How often the list is read while the run is in progress, in milliseconds. */
const POLL = 3_000;

/** The batches that the files of a run are done in: which worker has which. */
export function BatchesTab({ run }: { readonly run: RunDetails }) {
  const [shown, show] = useState('all');
  const list = useInfiniteQuery({
    ...batchesQuery(run.run_id, shown === 'open'),
    refetchInterval: isOver(run.state) ? false : POLL,
  });
  const rows = list.data?.pages.flatMap((page) => page.rows);
  return (
    <>
      <div className={styles.filters}>
        <Choice
          label="batches"
          value={shown}
          options={[
            ['all', 'all'],
            ['open', 'with files left'],
          ]}
          onChange={show}
        />
      </div>
      {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {rows === undefined && !list.isError && <Skeleton lines={6} />}
      {rows?.length === 0 && (
        <Empty>
          {shown === 'open' ? 'No batch has files left.' : 'The plan of this run has no batches yet.'}
        </Empty>
      )}
      {rows !== undefined && rows.length > 0 && <BatchTable rows={rows} />}
      <ShowMore list={list} />
    </>
  );
}
