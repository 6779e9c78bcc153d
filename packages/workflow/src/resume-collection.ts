import { join, resolve } from 'node:path';
import { type CatalogReader, openCatalog, type RunRecord } from '@tapehaul/catalog';
import { type CollectionConfig, parseConfig } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import { z } from 'zod';
import type { CollectionResult } from './result.ts';
import { ArchiveCollectionWorkflow, type ExecuteOptions } from './workflow.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** Which run is taken up again, and how. */
export interface ResumeOptions extends ExecuteOptions, Omit<WorkflowOptions, 'today'> {
  /** The newest run by default. */
  readonly runId?: string;
  /** Whether to try again what had failed, too; false by default. */
  readonly failed?: boolean;
}

/**
 * Takes up a run of an output directory again, with the configuration and the day that it was started with.
 * Rejects as {@link ArchiveCollectionWorkflow.resume} does, and with `catalog_failed` when nothing was ever
 * collected into that directory.
 */
export async function resumeCollection(
  outputDirectory: string,
  { runId, failed = false, signal, wait = false, ...options }: ResumeOptions = {},
): Promise<CollectionResult> {
  const { run, config, today } = recordedRun(resolve(outputDirectory), runId);
  const stop = signal === undefined ? {} : { signal };
  return new ArchiveCollectionWorkflow(config, { ...options, today }).resume(run, { failed, wait, ...stop });
}

/** What a run was started with. */
export interface RecordedRun {
  readonly run: string;
  /** Its output directory is the one that it was found in. */
  readonly config: CollectionConfig;
  /** The UTC day that decides what can be published. */
  readonly today: string;
}

/** Reads what a run of an output directory was started with; the newest one without an id. */
export function recordedRun(root: string, runId: string | undefined): RecordedRun {
  const catalog = openCatalog(join(root, '.tapehaul', 'catalog.db'));
  try {
    const run = runId === undefined ? catalog.runs({ limit: 1 }).rows[0] : catalog.run(runId);
    if (run === undefined) throw unknown(root, runId, catalog);
    const { config, today } = parametersSchema.parse(parametersOf(run));
    return { run: run.runId, config: { ...parseConfig(config), output_directory: root }, today };
  } finally {
    catalog.close();
  }
}

const parametersSchema = z.object({ config: z.unknown(), today: z.iso.date() });

/** Runs of a catalog that an older tapehaul made have the configuration alone. */
function parametersOf({ parameters, startedAt }: RunRecord): unknown {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  return isWhole ? parameters : { config: parameters, today: new Date(startedAt).toISOString().slice(0, 10) };
}

function unknown(root: string, runId: string | undefined, catalog: CatalogReader): TapehaulError {
  const ids = catalog.runs({ limit: 5 }).rows.map((run) => run.runId);
  const named = runId === undefined ? 'no run' : `no run ${runId}`;
  return new TapehaulError('run_not_found', `there is ${named} in ${root}`, {
    facts: { root, runId: runId ?? null, newest: ids },
    hint: ids.length > 0 ? `The newest are ${ids.join(', ')}.` : 'Collect into it first.',
  });
}
