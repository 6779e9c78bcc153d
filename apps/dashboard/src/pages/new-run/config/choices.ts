/** A row of `GET /v1/matrix`, as far as the form needs it. */
export interface MatrixRow {
  readonly market: string;
  readonly data_type: string;
  readonly intervals: readonly string[] | null;
  /** Last day with data; null while files still come. */
  readonly to: string | null;
}

/** Something that can be chosen, and what to know of it. */
export interface Choice {
  readonly name: string;
  /** Why it brings nothing, or less; undefined where nothing is to be said. */
  readonly note: string | undefined;
  /** Whether it brings nothing with the other choices. */
  readonly isUseless?: boolean;
}

/** What the form offers. */
export interface Choices {
  readonly markets: readonly string[];
  readonly dataTypes: readonly Choice[];
  readonly intervals: readonly Choice[];
  /** Whether any of the chosen types has intervals. */
  readonly hasIntervals: boolean;
}

/** What can be chosen with some markets and data types, and what brings nothing with them, by what the archive is known to hold. */
export function choicesOf(
  rows: readonly MatrixRow[],
  markets: readonly string[],
  dataTypes: readonly string[],
): Choices {
  const chosen = rows.filter(({ market }) => markets.length === 0 || markets.includes(market));
  const typed = chosen.filter(({ data_type }) => dataTypes.includes(data_type));
  const intervals = typed.flatMap((row) => row.intervals ?? []);
  return {
    markets: distinct(rows.map(({ market }) => market)),
    dataTypes: distinct(rows.map(({ data_type }) => data_type)).map((name) => ({
      name,
      note: noteOfType(chosen, markets, name),
      isUseless: !chosen.some(({ data_type }) => data_type === name),
    })),
    intervals: distinct(rows.flatMap((row) => row.intervals ?? [])).map((name) => ({
      name,
      note: intervals.length === 0 || intervals.includes(name) ? undefined : 'not of these types',
    })),
    hasIntervals: intervals.length > 0,
  };
}

function noteOfType(
  rows: readonly MatrixRow[],
  markets: readonly string[],
  name: string,
): string | undefined {
  const its = rows.filter(({ data_type }) => data_type === name);
  if (its.length === 0) return `not in ${markets.join(', ')}`;
  const ends = its.map(({ to }) => to ?? '9999').sort();
  const last = ends.at(-1) ?? '9999';
  return last === '9999' ? undefined : `ended ${last}`;
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
