import { useInfiniteQuery } from '@tanstack/react-query';
import { logsQuery } from '../../api/run-queries.ts';
import { Button } from '../../ui/control/button.tsx';
import { Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { LogLines } from './log-lines.tsx';
import styles from './task.module.css';

/** The log of a file, the oldest line first. */
export function TaskLog({ run, task }: { readonly run: string; readonly task: string }) {
  const logs = useInfiniteQuery(logsQuery(run, { task }));
  const lines = logs.data?.pages.flatMap((page) => page.rows);
  return (
    <section aria-label="Log of this file">
      <h3>Log</h3>
      {logs.isError && <ProblemNote error={logs.error} onRetry={() => void logs.refetch()} />}
      {lines === undefined && !logs.isError && <Skeleton />}
      {lines?.length === 0 && <p className={styles.quiet}>Nothing was logged of this file.</p>}
      {lines !== undefined && lines.length > 0 && <LogLines lines={lines} />}
      {logs.hasNextPage && <Button onClick={() => void logs.fetchNextPage()}>Show more lines</Button>}
    </section>
  );
}
