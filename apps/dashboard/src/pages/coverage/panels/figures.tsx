import { counted, numberText, percentText } from '../../../words/amounts.ts';
import { type DayFigures, figuresOf } from '../grid/grid.ts';
import styles from './panels.module.css';

/** How complete it all is, as a sentence and in figures. */
export function Figures({ rows }: { readonly rows: readonly DayFigures[] }) {
  const { expected, held, ours, archive, not_yet } = figuresOf(rows);
  const due = held + ours + archive;
  const verdict =
    expected === 0
      ? 'No day of these series is expected.'
      : ours === 0 && archive === 0
        ? `All ${counted(due, 'day')} that exist are held.`
        : `${percentText(held, due)} of what should exist is held.`;
  return (
    <div className={styles.figures}>
      <p className={styles.verdict}>{verdict}</p>
      <dl>
        <Figure name="series" value={rows.length} />
        <Figure name="days held" value={held} />
        <Figure name="missing, ours" value={ours} isBad={ours > 0} />
        <Figure name="missing, the archive's" value={archive} />
        <Figure name="still to come" value={not_yet} />
      </dl>
    </div>
  );
}

function Figure({
  name,
  value,
  isBad = false,
}: {
  readonly name: string;
  readonly value: number;
  readonly isBad?: boolean;
}) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={isBad ? styles.bad : undefined}>{numberText(value)}</dd>
    </div>
  );
}
