import { findingCountSchema, PARTITION_STATES } from '@tapehaul/workflow';
import * as z from 'zod';
import { cellsQuery } from '../coverage/coverage-schemas.ts';
import { integer, oneOf, timestamp } from '../openapi/field-types.ts';
import { pageOf } from '../schemas.ts';

/** Which partitions of the tables of an output directory. */
export const partitionsQuery = cellsQuery;

const rowTime = z.string().nullable().describe('UTC, with microseconds; null where it has no rows.');
const rowId = z
  .number()
  .nullable()
  .describe('Null where it has no rows, its table has no ids, or the id has more than 53 bits.');

/** A page of the partitions of tables: those lines that the manifest of tables has, with their state. */
export const partitionsSchema = pageOf(
  z.object({
    series: z.string(),
    period: z.string().describe('2025-07 or 2025-07-01, as the grain of the table says.'),
    path: z.string().describe('The Parquet file, below the output directory or the bucket.'),
    state: oneOf(PARTITION_STATES).describe(
      'present: its sources are held as they were. superseded: a source was replaced since, and the next build makes it again. source_gone: a source is not held any more, and it stays. changed: its file is missing or not as it was built, and the next build makes it again.',
    ),
    rows: integer(),
    first_time: rowTime,
    last_time: rowTime,
    first_id: rowId,
    last_id: rowId,
    bytes: integer(),
    sha256: z.string().describe('Digest of the file.'),
    numbers: z.enum(['double', 'decimal']),
    duplicates: integer().describe('Rows that were left out because an equal row was kept.'),
    inexact_values: integer().describe('Values that are stored as doubles and differ from their text.'),
    sources: z
      .array(z.object({ key: z.string(), sha256: z.string(), rows: integer() }))
      .describe('The files that its rows were taken from, with the digests they were proved with.'),
    days: z
      .array(
        z.object({ first: z.string(), last: z.string(), source: z.string(), rule: z.string().nullable() }),
      )
      .describe(
        'Which source each span of days was taken from, and the rule that chose it; null without a choice.',
      ),
    findings: z.array(findingCountSchema).describe('What was found in its rows, errors first.'),
    identity: z.string().describe('Equal for partitions of the same sources, schema, writer and options.'),
    schema_version: integer(),
    writer: z.string().describe('Name and version of what wrote the file.'),
    built_at: timestamp(),
    run_id: z.string().describe('The run that built it.'),
  }),
);
