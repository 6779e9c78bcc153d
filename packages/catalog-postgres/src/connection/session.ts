/** A value of a statement's parameter. Arrays become arrays of PostgreSQL. */
export type Value =
  | string
  | number
  | boolean
  | null
  | Uint8Array
  | readonly (string | number | boolean | null | Uint8Array)[];

/** Where statements run: one transaction, on one connection. Rows have whole numbers as `number` and `bytea` as Buffer. */
export interface Session {
  query<Row extends object = Record<string, unknown>>(sql: string, values?: readonly Value[]): Promise<Row[]>;
}

/** The one row of a statement that gives at most one. */
export async function one<Row extends object>(
  session: Session,
  sql: string,
  values?: readonly Value[],
): Promise<Row | undefined> {
  const [row] = await session.query<Row>(sql, values);
  return row;
}
