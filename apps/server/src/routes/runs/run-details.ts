import { workersOfRun } from '@tapehaul/runs';
import { FILE_TASK, firstRows } from '@tapehaul/workflow';
import * as z from 'zod';
import { originsOfConfig, recordedConfig, recordedOrigins } from '../../records/recorded-config.ts';
import type { FoundRun } from '../../records/records.ts';
import type { QueuedRun } from '../../runs/queue/queued-run.ts';
import { countsSchema, runShape, type ShownRun, timeSchema } from '../../runs/schema/run-schema.ts';
import { iso } from '../views.ts';

/** Changes that are listed with a run. */
const CHANGES = 1_000;

/** A run as the service shows it, with all that its record says of it as a whole. */
export const runDetailsSchema = z
  .object({
    ...runShape,
    history: z.array(z.object({ state: z.string(), at: timeSchema })),
    failures: z.array(
      z.object({ code: z.string(), tasks: z.int(), example_key: z.string(), example_message: z.string() }),
    ),
    timeline: z
      .array(z.object({ from: timeSchema, to: timeSchema, ended: countsSchema }))
      .describe('Files that ended, by state, in at most 60 slices of the time of the run.'),
    changes: z
      .array(z.object({ kind: z.string(), key: z.string(), at: timeSchema }))
      .describe('The first 1,000.'),
    workers: z
      .array(z.string())
      .nullable()
      .optional()
      .describe(
        'The workers that have batches of it at the moment, by name; null for a run whose files no fleet does.',
      ),
    result: z.unknown(),
    config: z
      .unknown()
      .optional()
      .describe('The configuration that it was started with, with its defaults; only `with=config`.'),
    config_origins: z
      .array(z.object({ path: z.string(), value: z.unknown(), origin: z.string() }))
      .optional()
      .describe(
        'Each value of it, and where it came from: `request`, `default`, `profile NAME`, `file`, `override`, `environment NAME`; `recorded` where that is not known. Only `with=config`.',
      ),
  })
  .meta({ id: 'RunDetails' });

type RunDetails = z.output<typeof runDetailsSchema>;

/** The details of a run by its record; the configuration where it is requested. */
export async function runDetails(
  { record, run }: FoundRun,
  shown: ShownRun,
  withConfig: boolean,
): Promise<RunDetails> {
  const { runId } = run;
  const changes = await firstRows(record.changes(runId), CHANGES);
  return {
    ...shown,
    history: (await record.runHistory(runId)).map(({ state, at }) => ({ state, at: iso(at) })),
    failures: (await record.failures(runId)).map((it) => ({
      code: it.code,
      tasks: it.tasks,
      example_key: it.exampleTaskId,
      example_message: it.exampleMessage,
    })),
    timeline: (await record.timeline(runId, { name: FILE_TASK })).map(({ from, to, ended }) => ({
      from: iso(from),
      to: iso(to),
      ended: { ...ended },
    })),
    changes: changes.map(({ kind, key, at }) => ({ kind, key, at: iso(at) })),
    workers: await workersOfRun(record, run),
    result: run.result,
    ...(withConfig ? { config: recordedConfig(run), config_origins: recordedOrigins(run) } : {}),
  };
}

/** The details of a run that waits. */
export function waitingDetails(
  { config, origins }: QueuedRun,
  shown: ShownRun,
  withConfig: boolean,
): RunDetails {
  return {
    ...shown,
    history: [],
    failures: [],
    timeline: [],
    changes: [],
    workers: null,
    result: null,
    ...(withConfig ? { config, config_origins: originsOfConfig(config, origins) } : {}),
  };
}
