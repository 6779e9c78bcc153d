import type { Step } from '@tapehaul/sqlite';
import { requestFill } from '../cells/fill-cells.ts';
import { SCHEMA_1 } from './steps/schema-1.ts';
import { SCHEMA_2 } from './steps/schema-2.ts';
import { SCHEMA_3 } from './steps/schema-3.ts';
import { SCHEMA_4 } from './steps/schema-4.ts';
import { SCHEMA_5 } from './steps/schema-5.ts';
import { SCHEMA_6 } from './steps/schema-6.ts';
import { SCHEMA_7 } from './steps/schema-7.ts';
import { SCHEMA_9 } from './steps/schema-9.ts';
import { SCHEMA_10 } from './steps/schema-10.ts';
import { SCHEMA_11 } from './steps/schema-11.ts';
import { SCHEMA_12 } from './steps/schema-12.ts';

/**
 * The schema, as numbered steps that only go forward; a step that was published is never changed. Times are
 * milliseconds since 1970 UTC, sizes are bytes.
 */
export const MIGRATIONS: readonly Step[] = [
  SCHEMA_1,
  SCHEMA_2,
  SCHEMA_3,
  SCHEMA_4,
  SCHEMA_5,
  SCHEMA_6,
  (database) => {
    database.exec(SCHEMA_7);
    requestFill(database);
  },
  // Whether the content of a file was inflated when it was proved, as it was of every file until then.
  'ALTER TABLE objects ADD COLUMN deep INTEGER NOT NULL DEFAULT 1;',
  SCHEMA_9,
  SCHEMA_10,
  SCHEMA_11,
  SCHEMA_12,
  // Who claimed a batch last, how many holders in a row have lost it, and why it was given back, as JSON.
  `ALTER TABLE batches ADD COLUMN worker TEXT;
   ALTER TABLE batches ADD COLUMN losses INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE batches ADD COLUMN failure TEXT;`,
  // What a part of a plan has found out that was laid out as the batch, as JSON.
  'ALTER TABLE batches ADD COLUMN summary TEXT;',
];
