import { useMemo } from 'react';
import { numberText } from '../../../words/amounts.ts';
import type { Grid } from '../grid/grid.ts';
import { completenessOf, completenessSentence, proofSentence } from './completeness.ts';
import styles from './panels.module.css';

/** How complete it all is, as a sentence and in figures. */
export function Figures({ grid }: { readonly grid: Grid }) {
  const sums = useMemo(() => completenessOf(grid), [grid]);
  const { held, ours, archive, planned, unpublished } = sums;
  return (
    <div className={styles.figures}>
      <p>
        <span className={styles.verdict}>{completenessSentence(sums)}</span> {proofSentence(sums)}
      </p>
      <dl>
        <Figure name="series" value={grid.rows.length} />
        <Figure name="days held" value={held} />
        {planned > 0 && <Figure name="not fetched yet" value={planned} />}
        <Figure name="missing, can be fetched" value={ours} isBad={ours > 0} />
        <Figure name="missing in the archive" value={archive} />
        <Figure name="not published yet" value={unpublished} />
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
