import { formatSeries } from '@tapehaul/archive';
import type { PartitionRecord, RowFindingRecord } from '@tapehaul/catalog';
import { ROW_RULES, VENUE_OUTAGES } from '@tapehaul/tables';
import * as z from 'zod';

const time = z.string().describe('UTC, ISO 8601.');

/** A finding in the rows of a day, with what its rule means. */
export const rowFindingSchema = z
  .object({
    series: z.string(),
    day: z.string().describe('UTC.'),
    rule: z.string(),
    severity: z
      .enum(['error', 'gap', 'note'])
      .describe('error: data are wrong; gap: data are missing; note: unusual, and kept.'),
    meaning: z.string().describe('What the rule means; empty for a rule of another version.'),
    advice: z.string().describe('What to know or do.'),
    source: z.string().nullable().describe('Key of the file; null where it is about the table as a whole.'),
    from: time.nullable().describe('Time of the first row, or missing row; null where no time is known.'),
    to: time.nullable(),
    count: z.number(),
    counts: z.string().describe('What is counted, in the plural, such as missing rows.'),
    sample: z.string().nullable().describe('A row, or values, as they stand in the file.'),
    path: z.string().describe('The table file that has the day, below the output directory or the bucket.'),
  })
  .describe('What was found in the rows of a day.');

/** A finding in the rows of a day, with what its rule means. */
export type RowFindingReport = z.output<typeof rowFindingSchema>;

/** What is known of the rows of a day. */
export const dayRowsSchema = z
  .object({
    checked: z.boolean().describe('Whether a table with the day was built: only then are its rows known.'),
    sources: z
      .array(
        z.object({
          key: z.string(),
          rule: z
            .string()
            .nullable()
            .describe('Why this file was taken and not another; null where there was no choice.'),
          path: z.string().describe('The table file, below the output directory or the bucket.'),
        }),
      )
      .describe('The files that its rows were taken from.'),
    findings: z.array(rowFindingSchema).describe('Errors first, then gaps, then notes.'),
    outages: z
      .array(z.object({ from: time, to: time, source: z.string() }))
      .describe(
        'Times on that day when the whole market is known to have been down. No rows are missing then.',
      ),
  })
  .describe('What is known of the rows of the day.');

/** What is known of the rows of a day. */
export type DayRows = z.output<typeof dayRowsSchema>;

/** A finding as reports say it. */
export function rowFindingReport(finding: RowFindingRecord): RowFindingReport {
  const { series, day, rule, severity, source, first, last, count, sample, path } = finding;
  // The record of a newer version may have rules that this one does not know.
  const known = ROW_RULES.find(({ name }) => name === rule);
  const { meaning = '', advice = '', counts = 'rows' } = known ?? {};
  const times = { from: isoOf(first), to: isoOf(last) };
  const what = { rule, severity, meaning, advice, source };
  return { series: formatSeries(series), day, ...what, ...times, count, counts, sample, path };
}

/** What is known of the rows of a day, from the table files that have it, and what was found in them. */
export function dayRows(
  market: string,
  day: string,
  partitions: readonly PartitionRecord[],
  findings: readonly RowFindingRecord[],
): DayRows {
  const sources = partitions.flatMap(({ path, days }) =>
    days
      .filter(({ first, last }) => first <= day && day <= last)
      .map(({ source: key, rule }) => ({ key, rule, path })),
  );
  const outages = VENUE_OUTAGES.filter(
    (outage) => outage.market === market && outage.from.slice(0, 10) <= day && day <= outage.to.slice(0, 10),
  ).map(({ from, to, source }) => ({ from, to, source }));
  const sorted = findings.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return { checked: partitions.length > 0, sources, findings: sorted.map(rowFindingReport), outages };
}

const SEVERITIES = ['error', 'gap', 'note'];

function isoOf(microseconds: number | null): string | null {
  return microseconds === null ? null : new Date(Math.floor(microseconds / 1000)).toISOString();
}
