import { percentText } from '../../words/amounts.ts';
import styles from './meter.module.css';

/** How far something is: a bar, with the percent beside it. */
export function Meter({
  label,
  part,
  whole,
  failed = 0,
}: {
  readonly label: string;
  readonly part: number;
  readonly whole: number;
  readonly failed?: number;
}) {
  const text = percentText(part, whole);
  const width = (value: number): number => (whole > 0 ? (100 * value) / whole : 0);
  return (
    <span className={styles.meter}>
      <svg
        className={styles.bar}
        viewBox="0 0 100 8"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${text}`}
      >
        <rect className={styles.ground} width="100" height="8" />
        <rect className={styles.part} width={width(part)} height="8" />
        <rect className={styles.failed} x={width(part) - width(failed)} width={width(failed)} height="8" />
      </svg>
      <span aria-hidden="true">{text}</span>
    </span>
  );
}
