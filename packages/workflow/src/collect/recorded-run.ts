import { utcDay } from '@tapehaul/archive';
import type { RunRecord } from '@tapehaul/catalog';
import { type CollectionConfig, type ConfigOptions, parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';
import type { ValueOrigin } from '../engines/value-origin.ts';
import { FLOW_NAME, TABLES_FLOW } from '../flow-names.ts';
import { type PlanFingerprint, planFingerprintSchema } from '../plan/plan-fingerprint.ts';
import { closeQuietly, findRun, openRecord } from '../record.ts';
import { type RunPlace, runPlace } from './run-place.ts';

/** What a run was started with. */
export interface RecordedRun {
  readonly run: string;
  /** Its output directory is the one that it was found in. */
  readonly config: CollectionConfig;
  /** The UTC day that decides what can be published. */
  readonly today: string;
  /** The plan that it was started from; undefined where it was not started from one. */
  readonly plan?: PlanFingerprint | undefined;
  /** Where its values came from, by path, and who started it; undefined where that is not recorded. */
  readonly origins?: Readonly<Record<string, string>> | undefined;
  readonly started_by?: string | undefined;
  /** Where its files are done. */
  readonly place: RunPlace;
}

/**
 * Reads what a run of an output directory was started with, under settings of now; the newest one without an id. Throws a
 * TapehaulError `config_invalid` when those do not go together, and `run_complete` for a run that is no collection.
 */
export async function recordedRun(
  root: string,
  runId: string | undefined,
  settings: ConfigOptions['overrides'] = {},
): Promise<RecordedRun> {
  const record = await openRecord(root);
  try {
    return readRecordedRun(root, await findRun(record, runId), settings);
  } finally {
    await closeQuietly(record);
  }
}

/** What a recorded run was started with, under settings of now. Throws as {@link recordedRun} rejects. */
export function readRecordedRun(
  root: string,
  run: RunRecord,
  settings: ConfigOptions['overrides'] = {},
): RecordedRun {
  if (run.flow !== FLOW_NAME) throw noCollection(run);
  const { config, ...parameters } = parametersSchema.parse(parametersOf(run));
  return {
    run: run.runId,
    config: { ...parseConfig(config, { overrides: settings }), output_directory: root },
    place: runPlace(run),
    ...parameters,
  };
}

/**
 * Where the address of the source of a recorded run came from, so that an error can say what to correct: the run, or settings of
 * now, by path.
 */
export function recordedOrigins(
  { source }: CollectionConfig,
  settings: Readonly<Record<string, string>> = {},
): ReadonlyMap<string, ValueOrigin> {
  const paths = Object.keys(source).map((key) => `source.${key}`);
  return new Map(paths.map((path) => [path, path in settings ? 'override' : 'run']));
}

function noCollection({ runId, flow }: RunRecord): TapehaulError {
  return new TapehaulError('run_complete', `run ${runId} is no collection, but of ${flow}`, {
    facts: { runId, flow },
    hint: `Run the same tapehaul ${flow === TABLES_FLOW ? 'tables build' : flow} again: what is done already is not done twice.`,
  });
}

const parametersSchema = z.object({
  config: z.unknown(),
  today: z.iso.date(),
  plan: planFingerprintSchema.optional(),
  origins: z.record(z.string(), z.string()).optional().catch(undefined),
  started_by: z.string().optional().catch(undefined),
});

/** Runs of a catalog that an older tapehaul made have the configuration alone. */
function parametersOf({ parameters, startedAt }: RunRecord): unknown {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  return isWhole ? parameters : { config: parameters, today: utcDay(() => startedAt) };
}
