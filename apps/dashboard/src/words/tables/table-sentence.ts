import { counted, numberText } from '../amounts.ts';
import { FAILED } from '../state-words.ts';

/** What a run builds of tables, as far as a sentence needs it. */
export interface TableCounts {
  readonly months: Readonly<Record<string, number>>;
  readonly months_left: number | null;
  readonly partitions: number | null;
  readonly up_to_date: number | null;
  readonly rows: number | null;
}

/** Figures of the series and months of which a run builds tables. */
export interface MonthSums {
  readonly ended: number;
  readonly failed: number;
  /** Null where it is not known. */
  readonly left: number | null;
}

/** Sums the series and months of a run by how they ended. */
export function monthsOf({
  months,
  months_left: left,
}: Pick<TableCounts, 'months' | 'months_left'>): MonthSums {
  const sum = (isMeant: (state: string) => boolean): number =>
    Object.entries(months).reduce((total, [state, count]) => total + (isMeant(state) ? count : 0), 0);
  return {
    ended: sum((state) => ENDED.has(state)),
    failed: sum((state) => FAILED.includes(state)),
    left,
  };
}

const ENDED: ReadonlySet<string> = new Set(['Completed', 'Cached', ...FAILED]);

/** What a run has built of tables, as sentences behind that about its files. */
export function tableSentence(tables: TableCounts, isOver: boolean): string {
  const { partitions, up_to_date, rows } = tables;
  const { ended, failed, left } = monthsOf(tables);
  const failures =
    failed === 0
      ? ''
      : ` Tables of ${numberText(failed)} of ${counted(Math.max(failed, ended), 'month of a series', 'months of series')} failed.`;
  if (partitions === null || rows === null) {
    if (!isOver) return `Tables are built once the files are settled.${failures}`;
    // A run that was stopped has no result: its months say what it built.
    const { Completed: built = 0 } = tables.months;
    return built === 0
      ? `No tables were built.${failures}`
      : `Tables of ${counted(built, 'month of a series', 'months of series')} were built.${failures}`;
  }
  if (!isOver && left !== null && left > 0) {
    return `Tables are being built: ${counted(rows, 'row')} so far, ${counted(left, 'month of a series', 'months of series')} left.${failures}`;
  }
  if (partitions === 0) {
    return up_to_date !== null && up_to_date > 0
      ? `${counted(up_to_date, 'table file')} ${up_to_date === 1 ? 'was' : 'were'} up to date.${failures}`
      : `No tables were built.${failures}`;
  }
  return `${counted(rows, 'row')} ${rows === 1 ? 'was' : 'were'} built into ${counted(partitions, 'table file')}.${failures}`;
}
