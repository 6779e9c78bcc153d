import {
  AVAILABILITY,
  type Availability,
  availabilityOf,
  DATA_TYPES,
  type Interval,
  MARKETS,
} from '@tapehaul/archive';
import { nearest, type Problem, TapehaulError } from '@tapehaul/errors';
import { readMarketName } from '../names/market-names.ts';
import { readTypeName } from '../names/type-names.ts';
import { problemsOf, problemText, withSuggestion } from '../values/problems.ts';
import {
  type MatrixEntry,
  matrixFileSchema,
  matrixIntervals,
  untoldStarts,
  unusedIn,
} from './matrix-file.ts';

/** Which series types exist, in which partition, from when to when. */
export type Matrix = readonly Availability[];

/** The matrix that tapehaul states itself, each row with its evidence. */
export const BUILT_IN_MATRIX: Matrix = AVAILABILITY;

/** A matrix file as read: the rows that hold, and what had to be corrected, entry by entry. */
export interface MatrixReading {
  readonly matrix: Matrix;
  readonly warnings: readonly Problem[];
}

/**
 * Reads an availability matrix as teams have it on disk. The file says which types and intervals to
 * consider; existence and dates come from the built-in matrix, and every difference is a warning that names
 * the entry. Throws a TapehaulError `matrix_invalid`, which names the file by `name`, when it has another form altogether.
 */
export function readMatrix(input: unknown, name?: string): MatrixReading {
  const parsed = matrixFileSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    const problems = parsed.error.issues.flatMap(problemsOf);
    const lines = problems.map((problem) => `  ${problemText(problem)}`);
    throw new TapehaulError(
      'matrix_invalid',
      [`the matrix ${name === undefined ? '' : `${name} `}cannot be read:`, ...lines].join('\n'),
      {
        hint: 'Expected an object with availability_matrix: a list of { market, data_type, intervals, partitions }.',
        problems,
      },
    );
  }
  const warnings: Problem[] = untoldStarts(input);
  const rows = new Map<Availability, Interval[]>();
  for (const { path, entry } of parsed.data) {
    readEntry(entry, rows, (message, suggestion) => {
      warnings.push(withSuggestion({ path, message }, suggestion));
    });
  }
  const matrix = [...rows].map(([row, intervals]) => (row.intervals === null ? row : { ...row, intervals }));
  return { matrix, warnings };
}

type Warn = (message: string, suggestion?: string) => void;

function readEntry(entry: MatrixEntry, rows: Map<Availability, Interval[]>, warn: Warn): void {
  const name = `${entry.market} ${entry.data_type}`;
  const market = readMarketName(entry.market);
  const dataType = readTypeName(entry.data_type);
  if (market === undefined || dataType === undefined) {
    const [written, valid] = market === undefined ? [entry.market, MARKETS] : [entry.data_type, DATA_TYPES];
    warn(`${name}: the archive has no ${written}, entry ignored`, nearest(written, valid));
    return;
  }
  if (dataType !== entry.data_type) warn(`${name}: ${entry.data_type} is read as ${dataType}`);
  for (const text of unusedIn(entry)) warn(`${name}: ${text}`);
  const intervals = matrixIntervals(dataType, entry.intervals, (text) => warn(`${name}: ${text}`));
  const used = entry.partitions.flatMap((partition) => {
    const found = intervals.map((interval) => ({
      interval,
      row: availabilityOf(market, dataType, partition, interval),
    }));
    const missing = found.filter(({ row }) => row === undefined).map(({ interval }) => interval ?? 'files');
    if (missing.length > 0) warn(`${name}: the archive has no ${partition} ${missing.join(', ')}; ignored`);
    return found;
  });
  for (const { interval, row } of used) {
    if (row === undefined) continue;
    const chosen = rows.get(row) ?? [];
    if (interval !== null && !chosen.includes(interval)) chosen.push(interval);
    rows.set(row, chosen);
  }
  const from = used.flatMap(({ row }) => row?.from ?? []).sort()[0];
  if (from !== undefined && entry.available_from !== undefined && entry.available_from !== from) {
    warn(`${name}: available_from ${entry.available_from} is wrong, ${from} is used`);
  }
}
