import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { usePollTime } from '../../../api/live/use-live.ts';
import { aroundQuery, logsQuery } from '../../../api/run-queries.ts';
import type { RunDetails } from '../../../api/shapes.ts';
import { Button } from '../../../ui/control/button.tsx';
import { Choice, FindBox } from '../../../ui/control/find-box.tsx';
import { Empty, Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { isOver } from '../../../words/state-words.ts';
import { LogLines } from '../../task/log-lines.tsx';
import styles from '../run.module.css';
import { LogDownload } from './log-download.tsx';

const route = getRouteApi('/runs/$run');

/** The log of a run, the newest line first or last; a line can be shown with those around it. */
export function LogsTab({ run }: { readonly run: RunDetails }) {
  const { level = 'info', log = '', newest = true } = route.useSearch();
  const navigate = route.useNavigate();
  const poll = usePollTime();
  const [around, setAround] = useState<number>();
  const order = newest ? 'newest' : 'oldest';
  const logs = useInfiniteQuery({
    ...logsQuery(run.run_id, { level, contains: log === '' ? undefined : log, order }),
    refetchInterval: isOver(run.state) ? false : poll,
  });
  const change = (part: object, replace = false): void =>
    void navigate({ search: (old) => ({ ...old, ...part }), replace, resetScroll: false });
  const lines = logs.data?.pages.flatMap((page) => page.rows);
  return (
    <>
      <search className={styles.filters}>
        <Choice
          label="level"
          value={level}
          options={[
            ['debug', 'everything'],
            ['info', 'info and above'],
            ['warn', 'warnings and errors'],
            ['error', 'errors'],
          ]}
          onChange={(value) => change({ level: value })}
        />
        <FindBox
          label="find in the log"
          value={log}
          onChange={(value) => change({ log: value || undefined }, true)}
          isMain
        />
        <Choice
          label="order"
          value={order}
          options={[
            ['newest', 'newest first'],
            ['oldest', 'oldest first'],
          ]}
          onChange={(value) => change({ newest: value === 'newest' })}
        />
        <LogDownload run={run.run_id} filter={{ level, contains: log }} />
      </search>
      {around !== undefined && (
        <Around run={run.run_id} sequence={around} onClose={() => setAround(undefined)} />
      )}
      {logs.isError && <ProblemNote error={logs.error} onRetry={() => void logs.refetch()} />}
      {lines === undefined && !logs.isError && <Skeleton lines={10} />}
      {lines?.length === 0 && (
        <Empty>
          No line of this level{log === '' ? '' : ` has "${log}"`}.{' '}
          {(log !== '' || level !== 'debug') && (
            <Button onClick={() => change({ log: undefined, level: 'debug' })}>Show all lines</Button>
          )}
        </Empty>
      )}
      {lines !== undefined && lines.length > 0 && <LogLines lines={lines} onAround={setAround} />}
      {logs.hasNextPage && (
        <Button
          onClick={() => void logs.fetchNextPage()}
          reason={logs.isFetchingNextPage ? 'loading' : undefined}
        >
          Show more lines
        </Button>
      )}
    </>
  );
}

function Around({
  run,
  sequence,
  onClose,
}: {
  readonly run: string;
  readonly sequence: number;
  readonly onClose: () => void;
}) {
  const { data, error, isError } = useQuery(aroundQuery(run, sequence));
  return (
    <Panel title="Around that line" aside={<Button onClick={onClose}>Close</Button>}>
      {isError && <ProblemNote error={error} />}
      {data === undefined && !isError && <Skeleton />}
      {data !== undefined && <LogLines lines={data.rows} chosen={sequence} />}
    </Panel>
  );
}
