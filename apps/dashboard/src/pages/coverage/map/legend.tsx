import type { Level } from '../grid/columns.ts';
import type { Ink } from '../grid/inks.ts';
import styles from './heat-map.module.css';

const DAYS: readonly (readonly [Ink, string])[] = [
  ['held', 'held'],
  ['unverified', 'unverified'],
  ['coming', 'still to come'],
  ['ours', 'missing, can be fetched'],
  ['corrupt', 'corrupt'],
  ['archive', 'missing in the archive'],
  ['disputed', 'disputed'],
  ['outside', 'no file expected'],
];

const BLOCKS: readonly (readonly [Ink, string])[] = [
  ['held', 'all days held'],
  ['share-nearly', '90 % and more'],
  ['share-most', 'half and more'],
  ['share-some', 'less than half'],
  ['share-none', 'none'],
  ['coming', 'still to come'],
  ['outside', 'no file expected'],
];

/** What the colours and marks of the map mean at a level. It is as high at every level, so that a zoom does not move the map. */
export function Legend({ level, hasFlaws }: { readonly level: Level; readonly hasFlaws: boolean }) {
  return (
    <div className={styles.legends}>
      <Inks inks={DAYS} isShown={level === 'day'} hasFlaws={hasFlaws} />
      <Inks inks={BLOCKS} isShown={level !== 'day'} hasFlaws={hasFlaws} />
    </div>
  );
}

function Inks({
  inks,
  isShown,
  hasFlaws,
}: {
  readonly inks: readonly (readonly [Ink, string])[];
  readonly isShown: boolean;
  /** Whether the map has held days whose rows are missing or wrong. */
  readonly hasFlaws: boolean;
}) {
  return (
    <ul className={isShown ? styles.legend : `${styles.legend} ${styles.unseen}`} aria-label="Legend">
      {inks.map(([ink, text]) => (
        <li key={ink}>
          <span className={styles.swatch} data-ink={ink} aria-hidden="true" /> {text}
        </li>
      ))}
      {hasFlaws && (
        <li>
          <span className={styles.swatch} data-flaw="gap" aria-hidden="true" /> held, rows are missing
        </li>
      )}
      {hasFlaws && (
        <li>
          <span className={styles.swatch} data-flaw="error" aria-hidden="true" /> held, rows are wrong
        </li>
      )}
      <li>
        <span className={styles.swatch} data-tick="ours" aria-hidden="true" /> in the margin: days of it can
        be fetched
      </li>
      <li>
        <span className={styles.swatch} data-tick="archive" aria-hidden="true" /> days of it are missing in
        the archive
      </li>
    </ul>
  );
}
