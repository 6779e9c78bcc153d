import * as z from 'zod';
import { errorRecord } from './event-parts.ts';

const seriesName = z.string().describe('Such as spot/klines/BTCUSDT/1h.');
const month = z.string().describe('Such as 2025-07.');

/** How many findings of a rule there are. */
export const findingCount = z
  .object({
    rule: z.string(),
    severity: z.enum(['error', 'gap', 'note']),
    findings: z.number().describe('Findings: at most one a day, source and rule, or one a gap.'),
    count: z.number().describe('Rows, missing rows or values, as the rule says.'),
  })
  .readonly();

/** How many findings of a rule there are. */
export type FindingCount = z.output<typeof findingCount>;

const tablesPlanned = z
  .object({
    kind: z.literal('tables_planned'),
    months: z.number().describe('Series and months of which something is built.'),
    partitions: z.number().describe('Partitions that are built.'),
    up_to_date: z.number().describe('Partitions that are as their sources are; no file was opened for that.'),
    source_bytes: z.number().describe('Size of the files that are read.'),
  })
  .readonly()
  .describe('What tables are to be built is known.');

const table = z
  .object({
    kind: z.literal('table'),
    path: z.string().describe('Below the output directory.'),
    series: seriesName,
    period: z.string().describe('2025-07 or 2025-07-01.'),
    rows: z.number(),
    bytes: z.number().nullable().describe('Size of the file; null where rows were only checked.'),
    sha256: z.string().nullable().describe('Digest of the file; null where rows were only checked.'),
    duplicates: z.number().describe('Rows that were left out because an equal row was kept.'),
    inexact_values: z.number().describe('Values that are stored as doubles and differ from their text.'),
    sources: z.array(z.object({ key: z.string(), rows: z.number() })).readonly(),
    findings: z.array(findingCount).readonly(),
  })
  .readonly()
  .describe('A partition of a table was built and is recorded, or its rows were checked.');

const tableMonth = z
  .object({
    kind: z.literal('table_month'),
    series: seriesName,
    month,
    partitions: z.number().describe('Partitions that were built.'),
    attempts: z.number(),
    error: errorRecord.nullable().describe('Why not all of them could be built.'),
  })
  .readonly()
  .describe('A series and month have ended.');

/** The events of a build of tables. */
export const tableEvents = [tablesPlanned, table, tableMonth] as const;

/** What tables are to be built is known. */
export type TablesPlannedEvent = z.output<typeof tablesPlanned>;
/** A partition of a table was built and is recorded, or its rows were checked. */
export type TableEvent = z.output<typeof table>;
/** A series and month have ended. */
export type TableMonthEvent = z.output<typeof tableMonth>;
/** What happens while tables are built. */
export type TableBuildEvent = TablesPlannedEvent | TableEvent | TableMonthEvent;

/** What was built of tables, as results list it. */
export const tablesSummarySchema = z
  .object({
    months: z.number().describe('Series and months of which something was to be built.'),
    failed_months: z.number().describe('Those of them of which not everything could be built.'),
    partitions: z.number().describe('Partitions that were built.'),
    up_to_date: z.number().describe('Partitions that were as their sources are.'),
    without_sources: z
      .number()
      .describe('Partitions that were kept since rows of theirs are from files that are not held any more.'),
    without_digest: z
      .object({ files: z.number(), keys: z.array(z.string()).readonly().describe('At most 1,000.') })
      .readonly()
      .describe('Held files that took no part, since no digest of them is recorded.'),
    broken: z
      .object({ files: z.number(), keys: z.array(z.string()).readonly().describe('At most 1,000.') })
      .readonly()
      .describe(
        'Held files that took no part, since an earlier build found them broken and they have not changed since.',
      ),
    rows: z.number().describe('Rows of the partitions that were built.'),
    bytes: z.number().describe('Size of their files.'),
    duplicates: z.number().describe('Rows that were left out because an equal row was kept.'),
    inexact_values: z.number().describe('Values that are stored as doubles and differ from their text.'),
    findings: z.array(findingCount).readonly().describe('Of the partitions that were built; errors first.'),
    failures: z
      .array(z.object({ series: seriesName, month, attempts: z.number(), error: errorRecord }).readonly())
      .readonly()
      .describe('At most 1,000.'),
    error: errorRecord.nullable().describe('Why building ended early.'),
  })
  .readonly();

/** What was built of tables. */
export type TablesSummary = z.output<typeof tablesSummarySchema>;
