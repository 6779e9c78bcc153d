import { Link } from '@tanstack/react-router';
import type { RunDetails } from '../../api/shapes.ts';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { KeyText } from '../../ui/text/key-text.tsx';
import { Time } from '../../ui/text/time.tsx';
import { runSentence, shortId } from '../../words/runs.ts';
import { wordOfState } from '../../words/state-words.ts';
import { between, durationText } from '../../words/times.ts';
import styles from './run.module.css';
import { RunActions } from './run-actions.tsx';

/** The sentence that says how the run stands and why, with what can be done about it. */
export function RunHead({ run }: { readonly run: RunDetails }) {
  const {
    run_id,
    state,
    output_directory,
    started_at,
    ended_at,
    resumes,
    files,
    end,
    queue_place,
    waits_for,
  } = run;
  const { tone } = wordOfState(state);
  return (
    <section className={`${styles.head} ${styles[tone]}`} aria-label="Run">
      <div className={styles.row}>
        <h1>
          Run <span title={run_id}>{shortId(run_id)}</span>
        </h1>
        <StateMark state={state} />
        <Link to="/coverage" search={{ set: output_directory }}>
          {output_directory}
        </Link>
        {started_at !== null && (
          <span>
            started <Time at={started_at} />, {ended_at === null ? 'running for' : 'took'}{' '}
            {durationText(between(started_at, ended_at))}
            {resumes > 0 && `, continued ${resumes === 1 ? 'once' : `${resumes} times`}`}
          </span>
        )}
      </div>
      <p className={styles.sentence}>
        {runSentence(state, files)}
        {queue_place != null &&
          ` Place ${queue_place} in the queue${waits_for == null ? '' : `; it waits for ${waits_for}`}.`}
      </p>
      {end?.error != null && (
        <p>
          {end.error.message} <code>{end.error.code}</code>
          {end.error.hint !== null && <> {end.error.hint}</>}
        </p>
      )}
      <RunActions run={run} />
      <p className={styles.id}>
        <KeyText text={run_id} />
      </p>
    </section>
  );
}
