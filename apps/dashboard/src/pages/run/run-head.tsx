import { Link } from '@tanstack/react-router';
import { serviceNow } from '../../api/service-clock.ts';
import type { RunDetails } from '../../api/shapes.ts';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { KeyText } from '../../ui/text/key-text.tsx';
import { Time } from '../../ui/text/time.tsx';
import { queueSentence, runSentence, shortId } from '../../words/runs.ts';
import { isOver, wordOfState } from '../../words/state-words.ts';
import { tableSentence } from '../../words/tables/table-sentence.ts';
import { between, durationText } from '../../words/times.ts';
import { visibleText } from '../../words/visible-text.ts';
import styles from './run.module.css';
import { RunActions } from './run-actions.tsx';

/** The sentence that says how the run stands and why, with what can be done about it. */
export function RunHead({ run }: { readonly run: RunDetails }) {
  const { run_id, state, output_directory, started_at, ended_at, resumes, end, queue_place, waits_for } = run;
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
            {durationText(between(started_at, ended_at, serviceNow()))}
            {resumes > 0 && `, continued ${resumes === 1 ? 'once' : `${resumes} times`}`}
          </span>
        )}
        <span className={styles.id}>
          <KeyText text={run_id} />
        </span>
      </div>
      <p className={styles.sentence}>
        {queue_place == null ? sentenceOf(run) : queueSentence(queue_place, waits_for ?? undefined)}
      </p>
      {end?.error != null && queue_place == null && state !== 'Cancelled' && (
        <p>
          {visibleText(end.error.message)} <code>{end.error.code}</code>
          {end.error.hint !== null && <> {visibleText(end.error.hint)}</>}
        </p>
      )}
      <RunActions run={run} />
    </section>
  );
}

/** How the run stands: its files, and what it has built of tables. A build of tables alone has no files. */
function sentenceOf({ state, files, settled_files, request, tables }: RunDetails): string {
  const isBuild = request === null && Object.keys(files).length === 0 && tables != null;
  return [
    ...(isBuild ? [] : [runSentence(state, files, settled_files ?? 0)]),
    ...(tables == null ? [] : [tableSentence(tables, isOver(state))]),
  ].join(' ');
}
