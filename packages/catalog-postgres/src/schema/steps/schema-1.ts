import { SCHEMA_1_HELD } from './schema-1-held.ts';
import { SCHEMA_1_RUNS } from './schema-1-runs.ts';
import { SCHEMA_1_STATISTICS } from './schema-1-statistics.ts';
import { SCHEMA_1_TABLES } from './schema-1-tables.ts';
import { SCHEMA_1_TASKS } from './schema-1-tasks.ts';

/**
 * Records, each of one output directory, and what they hold. Times are milliseconds since 1970 UTC, except those of leases, which are
 * compared with the clock of the database; sizes are bytes. Texts that lists are ordered by stand in the order of code points
 * (`COLLATE "C"`), whatever the locale of the server is. Tables with a row for each file have no foreign keys: those would be
 * checked, and their row locked, for each of millions of rows.
 */
export const SCHEMA_1: string = [
  SCHEMA_1_RUNS,
  SCHEMA_1_TASKS,
  SCHEMA_1_HELD,
  SCHEMA_1_TABLES,
  SCHEMA_1_STATISTICS,
].join('\n');
