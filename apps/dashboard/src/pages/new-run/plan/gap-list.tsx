import { counted, numberText } from '../../../words/amounts.ts';
import { DayMark } from '../../coverage/panels/day-mark.tsx';
import styles from './plan.module.css';
import { daysOf, gapGroups, type PlanGap } from './plan-answer.ts';

/** Gaps of one reason that are shown one by one. */
const MOST_SHOWN = 100;

/** The days that the plan does not bring, by reason. */
export function GapList({
  gaps,
  isWhole,
}: {
  readonly gaps: readonly PlanGap[];
  /** Whether nothing that should exist will be missing. */
  readonly isWhole: boolean;
}) {
  const groups = gapGroups(gaps);
  if (groups.length === 0)
    return isWhole ? <p className={styles.quiet}>Nothing that was requested will be missing.</p> : null;
  return (
    <div className={styles.gaps}>
      <h3>Not in this plan</h3>
      {groups.map(({ verdict, reason, gaps: its, days }) => (
        <details key={`${verdict} ${reason}`}>
          <summary>
            <DayMark state={verdict} /> {namesOf(its)}, {counted(days, 'day')}: {reason}
          </summary>
          <ul>
            {its.slice(0, MOST_SHOWN).map((gap) => (
              <li key={`${gap.market} ${gap.data_type} ${gap.symbol} ${gap.interval} ${gap.first}`}>
                <code>
                  {gap.market}/{gap.data_type}/{gap.symbol}
                  {gap.interval === null ? '' : `/${gap.interval}`}
                </code>{' '}
                {gap.first === gap.last ? gap.first : `${gap.first} … ${gap.last}`},{' '}
                {counted(daysOf(gap), 'day')}
                {gap.likely !== undefined && `; did you mean ${gap.likely}?`}
              </li>
            ))}
            {its.length > MOST_SHOWN && <li>and {numberText(its.length - MOST_SHOWN)} more</li>}
          </ul>
        </details>
      ))}
    </div>
  );
}

/** The symbols of some gaps, the first three by name. */
function namesOf(gaps: readonly PlanGap[]): string {
  const names = [...new Set(gaps.map(({ symbol }) => symbol))];
  const more = names.length > 3 ? ` and ${numberText(names.length - 3)} more` : '';
  return `${names.slice(0, 3).join(', ')}${more}`;
}
