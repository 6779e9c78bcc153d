import { Link } from '@tanstack/react-router';
import type { Run } from '../../api/shapes.ts';
import { Meter } from '../../ui/mark/meter.tsx';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import { Panel } from '../../ui/note/notes.tsx';
import { bytesText, counted, rateText } from '../../words/amounts.ts';
import { shortId, sumsOf } from '../../words/runs.ts';
import { rangeText } from '../../words/times.ts';
import styles from './overview.module.css';

/** The runs that are in progress or wait. */
export function RunningNow({ runs }: { readonly runs: readonly Run[] }) {
  return (
    <Panel title="In progress">
      <ul className={styles.running}>
        {runs.map((run) => (
          <RunningRow key={run.run_id} run={run} />
        ))}
      </ul>
    </Panel>
  );
}

function RunningRow({ run }: { readonly run: Run }) {
  const { run_id, state, output_directory, files, progress, tables, queue_place, waits_for } = run;
  const { total, ended, failed } = sumsOf(files);
  const waits = state === 'Scheduled' && total === 0;
  const monthsLeft = total === ended ? (tables?.months_left ?? 0) : 0;
  return (
    <li>
      <StateMark state={state} />
      <Link to="/runs/$run" params={{ run: run_id }} data-row="">
        run {shortId(run_id)}
      </Link>
      <span>{output_directory}</span>
      <span className={styles.rest}>
        {!waits && <Meter label="files ended" part={ended} whole={total} failed={failed} />}
        {!waits && monthsLeft === 0 && <span>{counted(total - ended, 'file')} left</span>}
        {monthsLeft > 0 && (
          <span>building tables, {counted(monthsLeft, 'month of a series', 'months of series')} left</span>
        )}
        {waits && queue_place != null && (
          <span>{queue_place === 1 ? 'next' : `place ${queue_place} in the queue`}</span>
        )}
        {waits && waits_for != null && <span>waits for {waits_for}</span>}
        {progress != null && monthsLeft === 0 && (
          <>
            {progress.bytes_left !== null && (
              <span>
                {progress.bytes_left_is_estimate ? 'about ' : ''}
                {bytesText(progress.bytes_left)} left
              </span>
            )}
            {progress.rate_bytes !== null && <span>{rateText(progress.rate_bytes)}</span>}
            {progress.eta_p50_seconds !== null && (
              <span>
                {rangeText(progress.eta_p50_seconds, progress.eta_p90_seconds ?? progress.eta_p50_seconds)} to
                go
              </span>
            )}
          </>
        )}
      </span>
    </li>
  );
}
