import { type CatalogReader, fileCounts, type RunRecord, runRequest } from '@tapehaul/workflow';
import type * as z from 'zod';
import type { runSchema } from './schemas.ts';

/** A time as ISO 8601 UTC; null for none. */
export const time = (at: number | null): string | null => (at === null ? null : iso(at));

/** A time as ISO 8601 UTC. */
export const iso = (at: number): string => new Date(at).toISOString();

/** A run as the service shows it. */
export async function runView(
  record: CatalogReader,
  run: RunRecord,
  output_directory: string,
): Promise<ShownRun> {
  return {
    run_id: run.runId,
    state: run.state,
    output_directory,
    started_at: time(run.startedAt),
    ended_at: time(run.endedAt),
    resumes: run.resumes,
    files: { ...(await fileCounts(record, run)) },
    request: runRequest(run),
  };
}

/** A run as the service shows it. */
export type ShownRun = z.output<typeof runSchema>;

/** A run that has no record yet. */
export function waitingView(run_id: string, output_directory: string): ShownRun {
  return {
    run_id,
    state: 'Scheduled',
    output_directory,
    started_at: null,
    ended_at: null,
    resumes: 0,
    files: {},
    request: null,
  };
}
