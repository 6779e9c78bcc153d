import { Icon } from '../../../ui/mark/icon.tsx';
import { Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { bytesText, counted, numberText } from '../../../words/amounts.ts';
import { rangeText } from '../../../words/times.ts';
import { GapList } from './gap-list.tsx';
import styles from './plan.module.css';
import { type PlanAnswer, roomOf } from './plan-answer.ts';

/** What the collection will do: files, bytes, time, room on the disk, and what it will not bring. */
export function PlanPreview({
  plan,
  error,
  isCurrent,
  isPlanning,
  onRetry,
}: {
  /** The latest plan; of an earlier draft while the next one is made. */
  readonly plan: PlanAnswer | undefined;
  readonly error: unknown;
  readonly isCurrent: boolean;
  readonly isPlanning: boolean;
  readonly onRetry: () => void;
}) {
  return (
    <Panel title="3 Preview" aside={<span aria-live="polite">{isPlanning ? 'planning …' : ''}</span>}>
      {error !== null && error !== undefined && <ProblemNote error={error} onRetry={onRetry} />}
      {plan === undefined && isPlanning && <Skeleton lines={5} />}
      {plan === undefined && !isPlanning && !error && (
        <p className={styles.quiet}>
          The plan is shown here once the configuration is valid. Nothing is written by planning.
        </p>
      )}
      {plan !== undefined && (
        <div className={isCurrent ? styles.plan : `${styles.plan} ${styles.old}`}>
          <Facts plan={plan} />
          <Notes plan={plan} />
          <GapList gaps={plan.gaps} />
        </div>
      )}
    </Panel>
  );
}

function Facts({ plan }: { readonly plan: PlanAnswer }) {
  const { files, changes, fetch_files, fetch_bytes, estimated_files, missing_days } = plan.summary;
  const settled = plan.summary.settled?.held ?? 0;
  const room = roomOf(plan);
  const [low, high] = [plan.forecast?.seconds_p50, plan.forecast?.seconds_p90];
  const others = (['replaced', 'corrupt', 'gone', 'disputed'] as const).filter(
    (name) => (changes[name] ?? 0) > 0,
  );
  return (
    <dl className={styles.facts}>
      <dt>files</dt>
      <dd>
        <strong>{numberText(fetch_files)} to fetch</strong> of {numberText(files)}:{' '}
        {numberText(changes.new ?? 0)} new, {numberText(changes.present ?? 0)} in place
        {settled > 0 && `, and ${counted(settled, 'day')} held before`}
        {others.map((name) => `, ${numberText(changes[name] ?? 0)} ${name}`).join('')}
      </dd>
      <dt>size</dt>
      <dd>
        {estimated_files > 0 ? 'about ' : ''}
        {bytesText(fetch_bytes)}
        {estimated_files > 0 && ` (the sizes of ${counted(estimated_files, 'file')} are estimates)`}
      </dd>
      <dt>time</dt>
      <dd>
        {fetch_files === 0
          ? 'a moment'
          : low == null || high == null
            ? 'unknown: nothing was fetched from this source yet'
            : rangeText(low, high)}
      </dd>
      <dt>disk</dt>
      <dd>
        {room === undefined ? (
          'its free space is not known'
        ) : (
          <span className={room.fits ? undefined : styles.bad}>
            <Icon name={room.fits ? 'check' : 'cross'} /> {room.fits ? 'fits' : 'does not fit'}:{' '}
            {bytesText(room.needs)} of {bytesText(room.free)} free
          </span>
        )}
      </dd>
      {missing_days > 0 && (
        <>
          <dt>missing</dt>
          <dd>{counted(missing_days, 'day')} that should exist will not be held: see below</dd>
        </>
      )}
    </dl>
  );
}

function Notes({ plan: { summary } }: { readonly plan: PlanAnswer }) {
  const notes = [...summary.unknown, ...summary.warnings];
  if (notes.length === 0) return null;
  return (
    <ul className={styles.notes}>
      {notes.map(({ message }) => (
        <li key={message}>
          <Icon name="warning" /> <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}
