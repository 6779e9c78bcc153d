/** A column of a file for another program, made from the columns of a table. */
export type ExportColumn = { readonly name: string } & (
  | { readonly is: 'time' | 'milliseconds' | 'double' | 'text'; readonly of: string }
  /** `sell` where the buyer was the maker, so that the taker sold. */
  | { readonly is: 'side'; readonly of: string }
  | { readonly is: 'product'; readonly of: readonly [string, string] }
  /** Zero in each row. */
  | { readonly is: 'zero' }
  /** A text without a value in each row. */
  | { readonly is: 'no text' }
);

/** The expression of SQL that makes a column. Times are UTC, milliseconds are those since 1970. */
export function exportExpression(column: ExportColumn): string {
  return `${expression(column)} AS ${identifier(column.name)}`;
}

function expression(column: ExportColumn): string {
  switch (column.is) {
    case 'time':
      return identifier(column.of);
    case 'milliseconds':
      return `epoch_ms(${identifier(column.of)})`;
    case 'double':
      return double(column.of);
    case 'text':
      return `CAST(${identifier(column.of)} AS VARCHAR)`;
    case 'side':
      return `CASE WHEN ${identifier(column.of)} THEN 'sell' ELSE 'buy' END`;
    case 'product':
      return column.of.map(double).join(' * ');
    case 'zero':
      return 'CAST(0 AS DOUBLE)';
    case 'no text':
      return 'CAST(NULL AS VARCHAR)';
  }
}

function double(name: string): string {
  return `CAST(${identifier(name)} AS DOUBLE)`;
}

function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
