import { type RunRecord, TABLE_TASK, TABLES_FLOW, tablesSummarySchema } from '@tapehaul/workflow';
import * as z from 'zod';
import { recordedConfig } from '../../records/recorded-config.ts';
import type { FoundRun } from '../../records/records.ts';
import type { LiveTables } from '../live/live-tables.ts';
import type { ShownRun } from '../schema/run-schema.ts';

/** What a run builds of tables: by its events where this process works on it, else by its record. Null of a run that builds none. */
export async function runTables(
  { record, run }: Pick<FoundRun, 'record' | 'run'>,
  live: Pick<LiveTables, 'monthsLeft' | 'summary'> | undefined,
): Promise<ShownRun['tables']> {
  if (!buildsTables(run)) return null;
  const counts = Object.entries(await record.counts(run.runId, TABLE_TASK));
  const summary = live === undefined ? recordedSummary(run) : live.summary;
  return {
    months: Object.fromEntries(counts.map(([state, { tasks }]) => [state, tasks])),
    months_left: live?.monthsLeft ?? null,
    partitions: summary?.partitions ?? null,
    up_to_date: summary?.up_to_date ?? null,
    rows: summary?.rows ?? null,
    bytes: summary?.bytes ?? null,
    findings: summary === null ? null : [...summary.findings],
  };
}

/** Whether a run is a build of tables, or a collection that requests them. */
function buildsTables(run: RunRecord): boolean {
  if (run.flow === TABLES_FLOW) return true;
  const { tables = false }: { readonly tables?: unknown } = Object(recordedConfig(run));
  return tables !== false;
}

const tablesSchema = tablesSummarySchema.unwrap().pick({
  partitions: true,
  up_to_date: true,
  rows: true,
  bytes: true,
  findings: true,
});
/** The result of a collection, and that of a build. */
const resultSchema = z.union([
  z.object({ tables: tablesSchema }),
  tablesSchema.transform((tables) => ({ tables })),
]);

function recordedSummary({ result }: RunRecord): z.output<typeof tablesSchema> | null {
  return resultSchema.safeParse(result).data?.tables ?? null;
}
