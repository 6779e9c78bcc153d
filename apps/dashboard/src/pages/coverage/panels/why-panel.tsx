import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { usePollTime } from '../../../api/live/use-live.ts';
import { Button } from '../../../ui/control/button.tsx';
import { FaultMark } from '../../../ui/mark/state-mark.tsx';
import { Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { KeyText } from '../../../ui/text/key-text.tsx';
import { Time } from '../../../ui/text/time.tsx';
import { bytesText, counted, numberText } from '../../../words/amounts.ts';
import { withoutKey } from '../../../words/keys.ts';
import { shortId } from '../../../words/runs.ts';
import { visibleText } from '../../../words/visible-text.ts';
import { type Asked, type WhyReport, whyQuery } from '../read/queries.ts';
import { DayMark } from './day-mark.tsx';
import styles from './panels.module.css';
import { RowFacts } from './row-facts.tsx';
import { WhyActions } from './why-actions.tsx';

/** All that is known of some days of a series: how they are, why, whether they will come, and what to do. */
export function WhyPanel({
  asked,
  onDays,
  onClose,
}: {
  readonly asked: Asked;
  /** Explains other days of the same series. */
  readonly onDays: (first: string, last: string) => void;
  readonly onClose: () => void;
}) {
  const refetchInterval = usePollTime();
  const why = useQuery({ ...whyQuery(asked), refetchInterval });
  const { series, first, last } = asked;
  const place = useRef<HTMLDivElement>(null);
  // It may have been opened from a row far below it.
  useEffect(() => {
    if (series !== '' && first !== '') place.current?.scrollIntoView({ block: 'nearest' });
  }, [series, first]);
  return (
    <div ref={place}>
      <Panel
        title={`${series}, ${first === last ? first : `${first} … ${last}`}`}
        aside={
          <Button data-key="close" onClick={onClose}>
            Close <kbd>Esc</kbd>
          </Button>
        }
      >
        {why.isError && <ProblemNote error={why.error} onRetry={() => void why.refetch()} />}
        {why.data === undefined && !why.isError && <Skeleton lines={5} />}
        {why.data !== undefined && !why.isError && (
          <div aria-live="polite" aria-busy={why.isPlaceholderData}>
            <Report report={why.data} set={asked.set} onDays={onDays} />
          </div>
        )}
      </Panel>
    </div>
  );
}

function Report({
  report: { series, spans, day },
  set,
  onDays,
}: {
  readonly report: WhyReport;
  readonly set: string | undefined;
  readonly onDays: (first: string, last: string) => void;
}) {
  const { answer } = day;
  const all = spans.reduce((sum, { days }) => sum + days, 0);
  return (
    <div className={styles.why}>
      {spans.length > 1 && <Spans spans={spans} onDays={onDays} />}
      <p className={styles.verdict}>
        <DayMark state={day.state} /> {day.fault !== 'none' && <FaultMark fault={day.fault} />} {day.day}{' '}
        {day.meaning}.{all > 1 && spans.length === 1 && ` The same is true of all ${numberText(all)} days.`}
      </p>
      <dl className={styles.facts}>
        <dt>why</dt>
        <dd>
          {answer.task_id === null ? answer.reason : withoutKey(answer.reason, answer.task_id)}
          {answer.evidence !== null && (
            <>
              {' '}
              <code>{visibleText(answer.evidence)}</code>
            </>
          )}
        </dd>
        {answer.at !== null && (
          <>
            <dt>since</dt>
            <dd>
              <Time at={answer.at} />
              {answer.attempts > 0 && `, after ${counted(answer.attempts, 'attempt')}`}
            </dd>
          </>
        )}
        {answer.plan_warning !== null && (
          <>
            <dt>plan</dt>
            <dd>{answer.plan_warning}</dd>
          </>
        )}
        <dt>will it come</dt>
        <dd>{day.outlook}</dd>
        <dt>what to do</dt>
        <dd className={styles.todo}>{day.remedy}</dd>
        <RowFacts rows={day.rows} />
        <Evidence day={day} />
      </dl>
      <p className={styles.actions}>
        <WhyActions series={series} set={set} day={day} />
        {answer.run_id !== null && (
          <Link to="/runs/$run" params={{ run: answer.run_id }}>
            run {shortId(answer.run_id)}
          </Link>
        )}
        {answer.run_id !== null && answer.task_id !== null && (
          <Link to="/runs/$run/tasks/$task" params={{ run: answer.run_id, task: answer.task_id }}>
            its file, attempts and log
          </Link>
        )}
      </p>
    </div>
  );
}

/** What is on disk, what was, and what contradicts it. */
function Evidence({ day: { files, versions, dispute } }: { readonly day: WhyReport['day'] }) {
  return (
    <>
      {files.map(({ key, path, bytes, proof, recorded_at }) => (
        <div key={key}>
          <dt>on disk</dt>
          <dd>
            <KeyText text={path} /> {bytesText(bytes)}, {PROOFS[proof]}, recorded <Time at={recorded_at} />
          </dd>
        </div>
      ))}
      {versions.map(({ key, bytes, superseded_at }) => (
        <div key={`${key} ${superseded_at}`}>
          <dt>earlier</dt>
          <dd>
            {bytesText(bytes)}, replaced by the archive <Time at={superseded_at} />
          </dd>
        </div>
      ))}
      {dispute !== null && (
        <div>
          <dt>dispute</dt>
          <dd>
            {dispute.state}: the file has SHA-256 <code>{dispute.sha256}</code>, its sidecar says{' '}
            <code>{dispute.published_sha256}</code>
          </dd>
        </div>
      )}
    </>
  );
}

const PROOFS = {
  sidecar: 'proved by its checksum',
  none: 'without a checksum to prove it',
  accepted: 'accepted by a person',
} as const;

function Spans({
  spans,
  onDays,
}: {
  readonly spans: WhyReport['spans'];
  readonly onDays: (first: string, last: string) => void;
}) {
  return (
    <ul className={styles.spans} aria-label="Days by state">
      {spans.map(({ first, last, days, state }) => (
        <li key={first}>
          <button type="button" className={styles.link} onClick={() => onDays(first, last)}>
            {first === last ? first : `${first} … ${last}`}
          </button>{' '}
          {counted(days, 'day')} <DayMark state={state} />
        </li>
      ))}
    </ul>
  );
}
