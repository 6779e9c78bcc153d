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

/** What the colours and marks of the map mean at a level. */
export function Legend({ level }: { readonly level: Level }) {
  return (
    <ul className={styles.legend} aria-label="Legend">
      {(level === 'day' ? DAYS : BLOCKS).map(([ink, text]) => (
        <li key={ink}>
          <span className={styles.swatch} data-ink={ink} aria-hidden="true" /> {text}
        </li>
      ))}
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
