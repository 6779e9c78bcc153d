import { firstRows } from '@tapehaul/workflow';
import type * as z from 'zod';
import { recordedConfig } from '../records/recorded-config.ts';
import type { FoundRun } from '../records/records.ts';
import type { runDetailsSchema } from './schemas.ts';
import { iso, runView } from './views.ts';

/** Changes that are listed with a run. */
const CHANGES = 1_000;

/** A run as the service shows it, with all that its record says of it as a whole. */
export async function runDetails({
  name,
  record,
  run,
}: FoundRun): Promise<z.output<typeof runDetailsSchema>> {
  const { runId } = run;
  const changes = await firstRows(record.changes(runId), CHANGES);
  return {
    ...(await runView(record, run, name)),
    config: recordedConfig(run),
    history: (await record.runHistory(runId)).map(({ state, at }) => ({ state, at: iso(at) })),
    failures: (await record.failures(runId)).map((it) => ({
      code: it.code,
      tasks: it.tasks,
      example_key: it.exampleTaskId,
      example_message: it.exampleMessage,
    })),
    timeline: (await record.timeline(runId)).map(({ from, to, ended }) => ({
      from: iso(from),
      to: iso(to),
      ended: { ...ended },
    })),
    changes: changes.map(({ kind, key, at }) => ({ kind, key, at: iso(at) })),
    result: run.result,
  };
}
