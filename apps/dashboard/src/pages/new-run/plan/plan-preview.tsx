import { Icon } from '../../../ui/mark/icon.tsx';
import { Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import { bytesText, counted } from '../../../words/amounts.ts';
import { rangeText } from '../../../words/times.ts';
import type { PlanProgress } from '../read/plan-stream.ts';
import { GapList } from './gap-list.tsx';
import styles from './plan.module.css';
import { type PlanAnswer, roomOf } from './plan-answer.ts';
import { fetchText, heldText, missingText } from './plan-words.ts';

/** What the collection will do: files, bytes, time, room on the disk, and what it will not bring. */
export function PlanPreview({
  plan,
  error,
  isCurrent,
  isPlanning,
  progress,
  hasMonths,
  onRetry,
}: {
  /** The latest plan; of an earlier draft while the next one is made. */
  readonly plan: PlanAnswer | undefined;
  readonly error: unknown;
  readonly isCurrent: boolean;
  readonly isPlanning: boolean;
  /** How far the plan is that is being made; undefined before the first word of it. */
  readonly progress: PlanProgress | undefined;
  /** Whether a month may come as one file. */
  readonly hasMonths: boolean;
  readonly onRetry: () => void;
}) {
  return (
    <Panel title="3 Preview" aside={isPlanning && <Planning progress={progress} />}>
      {error !== null && error !== undefined && <ProblemNote error={error} onRetry={onRetry} />}
      {plan === undefined && isPlanning && <Skeleton lines={5} />}
      {plan === undefined && !isPlanning && !error && (
        <p className={styles.quiet}>
          The plan is shown here once the configuration is valid. Nothing is written by planning.
        </p>
      )}
      {plan !== undefined && (
        <div className={isCurrent ? styles.plan : `${styles.plan} ${styles.old}`}>
          <Facts plan={plan} hasMonths={hasMonths} />
          <Notes plan={plan} />
          <GapList gaps={plan.gaps} isWhole={plan.summary.missing_days === 0} />
        </div>
      )}
    </Panel>
  );
}

/** How far the plan is. A screen reader says once that it is being made, not each file. */
function Planning({ progress }: { readonly progress: PlanProgress | undefined }) {
  const { files = 0, listing_requests: requests = 0 } = progress ?? {};
  const parts = [
    ...(files > 0 ? [counted(files, 'file')] : []),
    ...(requests > 0 ? [`${counted(requests, 'listing request')}`] : []),
  ];
  return (
    <span className={styles.quiet}>
      <span role="status">planning</span> {parts.length === 0 ? '…' : `: ${parts.join(', ')} so far`}
    </span>
  );
}

function Facts({ plan, hasMonths }: { readonly plan: PlanAnswer; readonly hasMonths: boolean }) {
  const { fetch_files } = plan.summary;
  const [held, missing] = [heldText(plan.summary), missingText(plan.summary)];
  return (
    <dl className={styles.facts}>
      <dt>to fetch</dt>
      <dd>
        <strong>{fetchText(plan.summary)}</strong>
        {hasMonths && fetch_files > 1 && ' (a month is one file where the archive has it as a whole)'}
      </dd>
      {held !== undefined && (
        <>
          <dt>held</dt>
          <dd>{held}</dd>
        </>
      )}
      {fetch_files > 0 && <Costs plan={plan} />}
      {missing !== undefined && (
        <>
          <dt>missing</dt>
          <dd>{missing}</dd>
        </>
      )}
    </dl>
  );
}

/** What it takes to fetch them. */
function Costs({ plan }: { readonly plan: PlanAnswer }) {
  const { fetch_bytes, estimated_files } = plan.summary;
  const room = roomOf(plan);
  const [low, high] = [plan.forecast?.seconds_p50, plan.forecast?.seconds_p90];
  return (
    <>
      <dt>size</dt>
      <dd>
        {estimated_files > 0 ? 'about ' : ''}
        {bytesText(fetch_bytes)}
        {estimated_files > 0 && ` (the sizes of ${counted(estimated_files, 'file')} are estimates)`}
      </dd>
      <dt>time</dt>
      <dd>
        {low == null || high == null
          ? 'not known: no earlier run to go by'
          : high < 1
            ? 'less than a second'
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
    </>
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
