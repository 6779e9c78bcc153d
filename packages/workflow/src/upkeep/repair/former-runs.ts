import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RestoredRun } from '@tapehaul/catalog';
import * as z from 'zod';
import { METADATA, RUNS } from '../../directory.ts';
import { FLOW_NAME } from '../../flow-names.ts';
import { countsSchema } from '../../result/file-counts.ts';
import { readSmall } from '../../result/regular-file.ts';
import { formerSource } from './former-source.ts';

const metadataSchema = z.object({
  run_id: z.string(),
  status: z.enum(['running', 'crashed', 'completed', 'completed_with_failures', 'failed', 'cancelled']),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  source: z.object({ endpoint: z.string(), bucket: z.string(), address: z.string().optional() }),
  request: z.record(z.string(), z.unknown()),
  files: countsSchema.catch({}),
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
  const runs: RestoredRun[] = [];
  let bytes = 0;
  // The ids of runs begin with their time: where there is too much to hold, the oldest are left out.
  for (const name of names.toSorted().toReversed()) {
    const text = await readSmall(join(root, RUNS, name, METADATA), MOST_METADATA).catch(() => '');
    bytes += text.length;
    if (bytes > MOST_OF_ALL) break;
    const run = formerRun(text);
    if (run !== undefined) runs.push(run);
  }
  return runs.sort((a, b) => a.startedAt - b.startedAt);
}

/** Most bytes of the metadata of one run, and of all runs together: a folder may come from anybody. */
const MOST_METADATA = 1_048_576;
const MOST_OF_ALL = 67_108_864;

function formerRun(text: string): RestoredRun | undefined {
  try {
    const {
      run_id: runId,
      status,
      created_at,
      updated_at,
      source,
      request,
      files,
    } = metadataSchema.parse(JSON.parse(text));
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
      parameters: { config: { ...request, source: formerSource(source) }, today: created_at.slice(0, 10) },
      result: { metadata: { files } },
    };
  } catch {
    return undefined;
  }
}
