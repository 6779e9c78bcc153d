import type { CopiedTable, StoredRow } from '@tapehaul/catalog';
import type { Session } from '../connection/session.ts';
import type { Column } from '../connection/unnested.ts';

/** A value of a row as the database takes it. */
type Value = string | number | boolean | null | Uint8Array;

/** Gives a column of a row in place of what stands there. */
export type Given = Readonly<Record<string, (row: StoredRow) => Value>>;

/**
 * The columns of a table that rows of another kind of record fill: those that both have, and those that are given. A column that
 * either kind lacks is left out: it says what the other one does not know, such as the process of an owner.
 */
export async function copiedColumns(
  session: Session,
  table: CopiedTable,
  { found, given }: { readonly found: StoredRow; readonly given: Given },
): Promise<Column<StoredRow>[]> {
  const columns = await session.query<{ name: string; type: string }>(
    `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
    [`tapehaul.${table}`],
  );
  return columns.flatMap(({ name, type }) => {
    const own = given[name];
    if (own !== undefined) return [[name, type, own] as const];
    if (found[name] === undefined || OWN_NUMBERS.has(name)) return [];
    return [[name, type, (row: StoredRow) => stored(type, row[name] ?? null)] as const];
  });
}

/** Columns that the database numbers by itself. */
const OWN_NUMBERS: ReadonlySet<string> = new Set(['id', 'sequence']);

function stored(type: string, value: StoredRow[string]): Value {
  if (value === undefined || value === null) return null;
  if (type === 'boolean') return value === 1;
  if (type.startsWith('timestamp')) return new Date(Number(value)).toISOString();
  return value;
}
