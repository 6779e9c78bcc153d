import type { IconName } from '../../words/word.ts';
import styles from './icon.module.css';

/** Strokes of each picture in a box of 16 by 16. */
const PATHS: Readonly<Record<IconName, string>> = {
  check: 'M3 8.5 6.5 12 13 4.5',
  'check-double': 'M1 8.5 4.5 12 11 4.5M8 12l6.5-7.5',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M8 5v3.5l2.5 1.5',
  play: 'M4.5 3v10l8.5-5z',
  retry: 'M13 3v4H9M12.5 7A5 5 0 1 0 13 9.5',
  pause: 'M5 3v10M11 3v10',
  stop: 'M4 4h8v8H4z',
  cross: 'M4 4l8 8M12 4l-8 8',
  warning: 'M8 2 1.5 13.5h13zM8 6v4M8 11.8v.4',
  question: 'M5.5 5.5A2.5 2.5 0 1 1 8 8.5v1.5M8 12.6v.4',
  dash: 'M4 8h8',
  slash: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2M4 12l8-8',
  gap: 'M2 8h3M11 8h3M8 4v1.5M8 10.5V12',
  bolt: 'M9 1.5 3.5 9H8l-1 5.5L12.5 7H8z',
  calendar: 'M2.5 4h11v9.5h-11zM2.5 7h11M5.5 2v3M10.5 2v3',
  broken: 'M3 3h10v10H3zM9 3 6.5 7l3 2L7 13',
  gone: 'M3 5h10M6 5V3h4v2M4.5 5l.7 8.5h5.6l.7-8.5',
  scales: 'M8 2v12M3 4h10M3 4 1.5 9h3zM13 4l-1.5 5h3z',
  begin: 'M4 3v10M13 8H7M9.5 5.5 7 8l2.5 2.5',
  end: 'M12 3v10M3 8h6M6.5 5.5 9 8l-2.5 2.5',
  flag: 'M4 14V2.5h8.5L10 5.5l2.5 3H4',
};

/** A picture beside a word, which says the same: readers of the screen skip it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className={styles.icon} viewBox="0 0 16 16" aria-hidden="true" data-icon={name}>
      <path d={PATHS[name]} />
    </svg>
  );
}
