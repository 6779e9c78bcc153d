import type { CopiedTable, StoredRow } from '@tapehaul/catalog';
import { TapehaulError } from '@tapehaul/errors';
import type { Session } from '../connection/session.ts';
import type { Given } from './copied-columns.ts';

/** Tables whose numbers stand in rows of others. */
type Numbered = 'runs' | 'classes' | 'partitions';

const NUMBERED: readonly CopiedTable[] = ['runs', 'classes', 'partitions'] satisfies readonly Numbered[];

/** Columns that hold such a number, in any table. */
const REFERENCES: Readonly<Record<string, Numbered>> = {
  run: 'runs',
  first_run: 'runs',
  last_run: 'runs',
  class: 'classes',
};

/** The numbers of runs, classes and partitions in a copy, by those in the record that it is made of. */
export class CopiedNumbers {
  readonly #session: Session;
  readonly #numbers: Readonly<Record<Numbered, Map<number, number>>> = {
    runs: new Map(),
    classes: new Map(),
    partitions: new Map(),
  };

  constructor(session: Session) {
    this.#session = session;
  }

  /** Numbers the rows of a table that others refer to. */
  async number(table: CopiedTable, rows: readonly StoredRow[]): Promise<void> {
    if (!isNumbered(table)) return;
    const made = await this.#session.query<{ id: number }>(
      'SELECT nextval(pg_get_serial_sequence($1, $2)) AS id FROM generate_series(1, $3)',
      [`tapehaul.${table}`, 'id', rows.length],
    );
    for (const [place, { id }] of rows.entries()) this.#numbers[table].set(Number(id), made[place]?.id ?? 0);
  }

  /** The columns of a table that hold numbers. */
  given(table: CopiedTable): Given {
    const references = {
      ...REFERENCES,
      ...(table === 'row_findings' ? { partition: 'partitions' as const } : {}),
    };
    const given = Object.entries(references).map(([column, of]) => [
      column,
      (row: StoredRow) => this.#numberOf(of, table, row[column]),
    ]);
    const id = isNumbered(table) ? { id: (row: StoredRow) => this.#numberOf(table, table, row.id) } : {};
    return { ...Object.fromEntries(given), ...id };
  }

  #numberOf(of: Numbered, table: CopiedTable, number: StoredRow[string] | undefined): number {
    const found = this.#numbers[of].get(Number(number));
    if (found !== undefined) return found;
    throw new TapehaulError(
      'catalog_malformed',
      `a row of ${table} names one of ${of} that is not recorded`,
      {
        facts: { table, of, number: Number(number) },
        hint: 'The data files are not affected. Run tapehaul repair on the directory without TAPEHAUL_RECORD_URL, then copy its record again.',
      },
    );
  }
}

function isNumbered(table: CopiedTable): table is Numbered {
  return NUMBERED.includes(table);
}
