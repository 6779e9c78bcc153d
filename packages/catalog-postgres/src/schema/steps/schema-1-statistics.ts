/**
 * PostgreSQL keeps no statistics of the columns that many indexes begin with. A run is always newer than the latest statistics, which would
 * therefore promise no row of it: one index would be as good as the other, and PostgreSQL would read all tasks of the run for each that it looks
 * up by its id. Without statistics it expects one row in 200.
 */
export const SCHEMA_1_STATISTICS: string = [
  ['tasks', 'run', 'class'],
  ['progress', 'run', 'class'],
  ['outcomes', 'run', 'class'],
  ['logs', 'run'],
  ['versions', 'record'],
  ['objects', 'record'],
  ['partitions', 'record'],
  ['row_findings', 'record'],
]
  .map(([table, ...columns]) => {
    const changes = columns.map((column) => `ALTER COLUMN ${column} SET STATISTICS 0`);
    return `ALTER TABLE tapehaul.${table} ${changes.join(', ')};`;
  })
  .join('\n');
