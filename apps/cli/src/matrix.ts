import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { print, printJson } from './print.ts';
import { table } from './table.ts';

/** Which part of the matrix is shown, and how. */
export interface MatrixOptions {
  readonly market?: string;
  readonly type?: string;
  /** Rows as JSON lines. */
  readonly json?: boolean;
}

/** Runs `tapehaul matrix`: what the archive is known to hold. Gives the exit status. */
export function matrix({ market, type, json }: MatrixOptions): number {
  const rows = BUILT_IN_MATRIX.filter(
    (row) => (market ?? row.market) === row.market && (type ?? row.dataType) === row.dataType,
  );
  if (rows.length === 0) {
    const markets = [...new Set(BUILT_IN_MATRIX.map((row) => row.market))].join(', ');
    const types = [...new Set(BUILT_IN_MATRIX.map((row) => row.dataType))].join(', ');
    process.stderr.write(`tapehaul: the archive has no such rows.\nMarkets: ${markets}\nTypes: ${types}\n`);
    return 2;
  }
  if (json === true) {
    for (const { dataType, ...row } of rows) {
      printJson({ kind: 'availability', ...row, data_type: dataType });
    }
    return 0;
  }
  const body = rows.map(
    ({ market, dataType, partition, intervals, from, to, state, confidence, evidence }) => {
      return [market, dataType, partition, span(intervals), from, to ?? 'now', state, confidence, evidence];
    },
  );
  const head = ['market', 'type', 'partition', 'intervals', 'from', 'to', 'state', 'sure', 'evidence'];
  print(table(head, body, { optional: ['evidence', 'sure', 'state'] }));
  return 0;
}

function span(intervals: readonly string[] | null): string {
  if (intervals === null) return '';
  return intervals.length > 3 ? `${intervals[0]}..${intervals.at(-1)}` : intervals.join(' ');
}
