import { useQuery } from '@tanstack/react-query';
import { meQuery } from '../../api/queries.ts';
import { serviceNow } from '../../api/service-clock.ts';
import type { Attempt, TaskDetails } from '../../api/shapes.ts';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { Time } from '../../ui/text/time.tsx';
import { bytesText } from '../../words/amounts.ts';
import { withoutKey } from '../../words/keys.ts';
import { between, durationText } from '../../words/times.ts';
import styles from './task.module.css';

/** The states of a file in their order, and each attempt to fetch it. */
export function TaskAttempts({ details }: { readonly details: TaskDetails }) {
  const { task, history, attempts, running } = details;
  return (
    <>
      <section aria-label="States">
        <h3>States</h3>
        <ol className={styles.states}>
          {history.map(({ state, at }) => (
            <li key={`${state} ${at}`}>
              <StateMark state={state} /> <Time at={at} />
            </li>
          ))}
        </ol>
      </section>
      <section aria-label="Attempts">
        <h3>Attempts</h3>
        {attempts.length === 0 && running === null && <p className={styles.quiet}>No attempt was made.</p>}
        <ol className={styles.attempts}>
          {attempts.map((attempt) => (
            <AttemptRow key={attempt.attempt} attempt={attempt} taskId={task.id} />
          ))}
          {running !== null && (
            <li>
              {running.attempt}. <StateMark state="Running" /> since <Time at={running.since} />
            </li>
          )}
        </ol>
        {task.retry_at !== null && (
          <p>
            Next attempt at <Time at={task.retry_at} />.
          </p>
        )}
      </section>
    </>
  );
}

function AttemptRow({ attempt, taskId }: { readonly attempt: Attempt; readonly taskId: string }) {
  const {
    attempt: number,
    state,
    started_at,
    ended_at,
    bytes,
    engine,
    error_code,
    error_message,
    trace_id,
  } = attempt;
  const template = useQuery(meQuery).data?.trace_ui ?? null;
  const trace = trace_id == null || template === null ? undefined : template.replace('{trace_id}', trace_id);
  return (
    <li>
      <p>
        {number}. <StateMark state={state} /> <Time at={started_at} />, took{' '}
        {durationText(between(started_at, ended_at, serviceNow()))}
        {bytes != null && `, ${bytesText(bytes)}`}
        {engine != null && `, by ${engine}`}
        {trace !== undefined && /^https?:/.test(trace) && (
          <>
            {', '}
            <a href={trace} target="_blank" rel="noreferrer">
              trace
            </a>
          </>
        )}
      </p>
      {error_code !== null && (
        <p>
          <code>{error_code}</code> {withoutKey(error_message ?? '', taskId)}
        </p>
      )}
    </li>
  );
}
