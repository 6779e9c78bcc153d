import { BUILT_IN_MATRIX } from '@tapehaul/config';
import { likelyMeant, TapehaulError } from '@tapehaul/errors';
import { archiveNames } from '../../options/other-names.ts';
import { print, printJson } from '../../show/print.ts';
import { table } from '../../show/table.ts';

/** Which part of the matrix is shown, and how. */
export interface MatrixOptions {
  readonly market?: string;
  readonly type?: string;
  /** Rows as JSON lines. */
  readonly json?: boolean;
}

/** Runs `tapehaul matrix`: what the archive is known to hold. Gives the exit status. Throws a TapehaulError `config_invalid` where there are no
 * such rows. */
export function matrix(options: MatrixOptions): number {
  const { market, type, json } = archiveNames(options);
  const rows = BUILT_IN_MATRIX.filter(
    (row) => (market ?? row.market) === row.market && (type ?? row.dataType) === row.dataType,
  );
  if (rows.length === 0) throw noRows(market, type);
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

function noRows(market: string | undefined, type: string | undefined): TapehaulError {
  const named = (of: 'market' | 'dataType') =>
    [...new Set(BUILT_IN_MATRIX.map((row) => row[of]))] as string[];
  for (const [flag, value, valid] of [
    ['--market', market, named('market')],
    ['--type', type, named('dataType')],
  ] as const) {
    if (value === undefined || valid.includes(value)) continue;
    const likely = likelyMeant(value, valid);
    const meant = likely === undefined ? '' : ` (did you mean ${likely}?)`;
    return new TapehaulError(
      'config_invalid',
      `${flag} is "${value}", expected one of ${valid.join(', ')}${meant}`,
      {
        hint: 'tapehaul matrix shows what each market has.',
      },
    );
  }
  return new TapehaulError('config_invalid', `${market} has no ${type} in the archive`, {
    hint: `tapehaul matrix --market ${market} shows what it has.`,
  });
}
