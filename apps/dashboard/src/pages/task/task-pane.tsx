import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePollTime } from '../../api/live/use-live.ts';
import { meQuery } from '../../api/queries.ts';
import { useRunAction } from '../../api/run-actions.ts';
import { taskQuery } from '../../api/run-queries.ts';
import type { TaskDetails } from '../../api/shapes.ts';
import { Button } from '../../ui/control/button.tsx';
import { CopyButton } from '../../ui/control/copy-button.tsx';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { KeyText } from '../../ui/text/key-text.tsx';
import { fileName, withoutKey } from '../../words/keys.ts';
import { FAILED } from '../../words/state-words.ts';
import { isTableTask } from '../../words/tables/table-task.ts';
import { visibleText } from '../../words/visible-text.ts';
import styles from './task.module.css';
import { TaskAttempts } from './task-attempts.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskLog } from './task-log.tsx';

const OVER: ReadonlySet<string> = new Set([
  'Completed',
  'Cached',
  'Absent',
  'Unverified',
  'Disputed',
  ...FAILED,
]);

/** All that is known of a file of a run: why it is in its state, attempts, log, proof and versions. */
export function TaskPane({
  run,
  task,
  onClose,
}: {
  readonly run: string;
  readonly task: string;
  /** Closes the pane; without it the file is a page of its own. */
  readonly onClose?: () => void;
}) {
  const poll = usePollTime();
  const { data, error, isError, refetch } = useQuery({
    ...taskQuery(run, task),
    refetchInterval: ({ state }) => (OVER.has(state.data?.task.state ?? '') ? false : poll),
  });
  return (
    <div className={styles.pane}>
      <div className={styles.row}>
        <h2>{visibleText(isTableTask(task) ? task : fileName(task))}</h2>
        {onClose !== undefined && (
          <span className={styles.row}>
            <Link to="/runs/$run/tasks/$task" params={{ run, task }} data-key="open">
              as a page
            </Link>
            <Button onClick={onClose} data-key="close">
              Close <kbd>Esc</kbd>
            </Button>
          </span>
        )}
      </div>
      <p className={styles.row}>
        <KeyText text={task} />
        <CopyButton text={task} what="key" />
      </p>
      {isError && <ProblemNote error={error} onRetry={() => void refetch()} />}
      {data === undefined && !isError && <Skeleton lines={8} />}
      {data !== undefined && (
        <>
          <Why details={data} run={run} />
          <TaskAttempts details={data} />
          <TaskLog run={run} task={task} />
          {!isTableTask(task) && <TaskFacts details={data} />}
        </>
      )}
    </div>
  );
}

/** The state, why it is so, and what to do. */
function Why({ details: { task, verdict }, run }: { readonly details: TaskDetails; readonly run: string }) {
  const { id, state, error_code, error_message } = task;
  const message = error_message === null ? undefined : withoutKey(error_message, id);
  const reason = verdict?.reason == null ? undefined : withoutKey(verdict.reason, id);
  return (
    <div className={styles.why}>
      <p className={styles.row}>
        <StateMark state={state} />
        {error_code !== null && <code>{error_code}</code>}
      </p>
      {message !== undefined && <p>{message}</p>}
      {reason !== undefined && reason !== message && <p>{reason}</p>}
      {verdict?.remedy != null && <p>{verdict.remedy}</p>}
      {FAILED.includes(state) && verdict?.fault !== 'archive' && !isTableTask(id) && (
        <RetryOne run={run} task={id} />
      )}
    </div>
  );
}

function RetryOne({ run, task }: { readonly run: string; readonly task: string }) {
  const action = useRunAction(run);
  const me = useQuery(meQuery).data;
  const reason =
    me?.scope === 'read' ? 'Your token may only read.' : action.isPending ? 'Requested.' : undefined;
  return (
    <>
      <p>
        <Button
          kind="main"
          reason={reason}
          onClick={() => action.mutate({ action: 'retry', only: { task_ids: [task] } })}
        >
          Retry this file
        </Button>
      </p>
      <div role="status">{action.isSuccess && 'Requested: the run fetches this file again.'}</div>
      {action.isError && <ProblemNote error={action.error} />}
    </>
  );
}
