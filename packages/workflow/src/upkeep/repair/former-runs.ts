import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { METADATA, RUNS } from '../../directory.ts';
import { FLOW_NAME } from '../../flow-names.ts';
import type { RestoredRun } from '../../record-store.ts';

const metadataSchema = z.object({
  run_id: z.string(),
  status: z.enum(['running', 'crashed', 'completed', 'completed_with_failures', 'failed', 'cancelled']),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  source: z.record(z.string(), z.unknown()),
  request: z.record(z.string(), z.unknown()),
});

const STATES = {
  running: 'Crashed',
  crashed: 'Crashed',
  completed: 'Completed',
  completed_with_failures: 'CompletedWithGaps',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const;

/** The runs that have left their metadata beside the data, the oldest first; what cannot be read is left out. */
export async function formerRuns(root: string): Promise<RestoredRun[]> {
  const names = await readdir(join(root, RUNS)).catch(() => []);
  const runs = await Promise.all(names.map((name) => formerRun(join(root, RUNS, name, METADATA))));
  return runs.filter((run) => run !== undefined).sort((a, b) => a.startedAt - b.startedAt);
}

async function formerRun(file: string): Promise<RestoredRun | undefined> {
  try {
    const metadata: unknown = JSON.parse(await readFile(file, 'utf8'));
    const { run_id: runId, status, created_at, updated_at, source, request } = metadataSchema.parse(metadata);
    const state = STATES[status];
    const endedAt = Date.parse(updated_at);
    return {
      runId,
      flow: FLOW_NAME,
      state,
      startedAt: Date.parse(created_at),
      // Its tasks are not known: a run that is continued has to be planned again.
      plannedAt: state === 'Completed' ? endedAt : null,
      endedAt,
      parameters: { config: { ...request, source }, today: created_at.slice(0, 10) },
      result: null,
    };
  } catch {
    return undefined;
  }
}
