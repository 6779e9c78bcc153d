import { seriesParts } from '@tapehaul/archive';
import table from '../../../ui/table/table.module.css';
import { numberText } from '../../../words/amounts.ts';
import styles from './panels.module.css';

/** The first cells of a row about days of a series: its name, which explains them, the days, and how many they are. */
export function SpanCells({
  series,
  first,
  last,
  days,
  onExplain,
}: {
  readonly series: string;
  readonly first: string;
  readonly last: string;
  readonly days: number;
  readonly onExplain: () => void;
}) {
  return (
    <>
      <SeriesCell series={series} onExplain={onExplain} />
      <td data-label="days">
        <span className={styles.whole}>{first}</span>
        {first !== last && <span className={styles.whole}> … {last}</span>}
      </td>
      <td data-label="count" className={table.number}>
        {numberText(days)}
      </td>
    </>
  );
}

/** The name of a series, which explains days of it. */
export function SeriesCell({
  series,
  onExplain,
}: {
  readonly series: string;
  readonly onExplain: () => void;
}) {
  const { market, dataType, symbol, interval } = seriesParts(series);
  return (
    <td data-label="series" className={styles.series}>
      <button type="button" className={styles.link} data-row="" onClick={onExplain}>
        {interval === null ? symbol : `${symbol} ${interval}`}
      </button>{' '}
      <span className={styles.quiet}>
        {market} {dataType}
      </span>
    </td>
  );
}
