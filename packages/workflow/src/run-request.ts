import type { RunRecord } from '@tapehaul/catalog';
import * as z from 'zod';

const names = z.array(z.string());

/** What a run was about: the part of its configuration that says what is collected, and from where. */
export const runRequestSchema = z
  .object({
    markets: names,
    symbols: z.union([names, z.record(z.string(), names)]).describe('For all markets, or a list for each.'),
    data_types: names,
    intervals: names.nullable().describe('Null when the request leaves them to the matrix.'),
    from: z.string().describe('First day, UTC.'),
    to: z.string().describe('Last day, UTC, included; or latest.'),
    source: z.object({ endpoint: z.string(), bucket: z.string() }),
  })
  .describe('What the run collects, and from where.');

/** What a run was about. */
export type RunRequest = z.output<typeof runRequestSchema>;

const recordedSchema = z.object({
  markets: names,
  symbols: runRequestSchema.shape.symbols,
  data_types: names,
  intervals: names.optional(),
  date_range: z.object({ start: z.string(), end: z.string() }),
  source: runRequestSchema.shape.source,
});

/** What a run was about, as it is recorded; null for a run that was no collection, or is recorded in another form. */
export function runRequest({ parameters }: Pick<RunRecord, 'parameters'>): RunRequest | null {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  const { success, data } = recordedSchema.safeParse(isWhole ? parameters.config : parameters);
  if (!success) return null;
  const { markets, symbols, data_types, intervals = null, date_range, source } = data;
  return { markets, symbols, data_types, intervals, from: date_range.start, to: date_range.end, source };
}
