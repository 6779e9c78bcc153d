import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Catalog, SharedRecords } from '@tapehaul/catalog';
import { sqliteRecords } from '@tapehaul/catalog-sqlite';
import type { CollectionConfig } from '@tapehaul/config';
import { batchRef, LocalEngine } from '@tapehaul/fleet';
import { METADATA, runDirectory } from '../../src/directory.ts';
import { FleetWorker, type FleetWorkerOptions, type WorkerEvent } from '../../src/fleet/index.ts';
import { FILE_TASK, FLOW_NAME } from '../../src/index.ts';
import { prepareOutputDirectory } from '../../src/output-directory.ts';

/** A run whose plan is stored, as the process that owns it sees it. */
export interface PlannedRun {
  readonly runId: string;
  readonly root: string;
  readonly catalog: Catalog;
  readonly records: SharedRecords;
}

/** Records of one machine, which find runs by their ids. */
function sharedRecords(runs: ReadonlyMap<string, string>): SharedRecords {
  return {
    ...sqliteRecords,
    rootOf: async (runId) => runs.get(runId),
    abandoned: async () => [...runs].map(([runId, root]) => ({ runId, root })),
  };
}

/** Starts a run of that configuration, and stores its plan in these batches. */
export async function planRun(
  config: CollectionConfig,
  batches: readonly (readonly string[])[],
  more: object = {},
): Promise<PlannedRun> {
  const root = config.output_directory;
  const runId = '20250710T000000Z-4fa1c2';
  await prepareOutputDirectory(root);
  const catalog = await sqliteRecords.open(root);
  const parameters = { config, today: '2025-07-10', on: 'fleet', ...more };
  await catalog.startRun({ runId, flow: FLOW_NAME, parameters });
  for (const batch of batches) {
    await catalog.planTasks(
      runId,
      batch.map((taskId) => ({ taskId, name: FILE_TASK, input: null })),
    );
  }
  catalog.endPlan(runId);
  await mkdir(runDirectory(root, runId), { recursive: true });
  await writeFile(join(runDirectory(root, runId), METADATA), '{}');
  await catalog.settled();
  return { runId, root, catalog, records: sharedRecords(new Map([[runId, root]])) };
}

/** A worker on an engine of this process, with what it has reported. */
export interface WorkerUnderTest {
  readonly worker: FleetWorker;
  readonly engine: LocalEngine;
  readonly events: WorkerEvent[];
  /** The outcomes of batches, in the order in which they ended. */
  outcomes(): string[];
  /** Resolves with the next event that a batch has ended. */
  ended(): Promise<WorkerEvent>;
}

/** Starts a worker. */
export function startWorker(
  { records }: Pick<PlannedRun, 'records'>,
  options: Partial<FleetWorkerOptions> & { readonly engine?: LocalEngine } = {},
): WorkerUnderTest {
  const events: WorkerEvent[] = [];
  let next = Promise.withResolvers<WorkerEvent>();
  const onEvent = (event: WorkerEvent): void => {
    events.push(event);
    if (event.kind !== 'worker_batch') return;
    next.resolve(event);
    next = Promise.withResolvers();
  };
  const engine = options.engine ?? new LocalEngine();
  const worker = new FleetWorker({ records, slots: 2, name: 'w1', onEvent, ...options, engine });
  const outcomes = (): string[] => events.flatMap((it) => (it.kind === 'worker_batch' ? [it.outcome] : []));
  return { worker, engine, events, outcomes, ended: () => next.promise };
}

/** Offers the open batches of a run. */
export async function offerOpen(engine: LocalEngine, { catalog, runId }: PlannedRun): Promise<void> {
  const { rows } = await catalog.batches(runId, { open: true });
  await engine.offer(rows.map(({ batch }) => batchRef(runId, batch)));
}

/** The states of the files of a run by their keys. */
export async function statesOf({ catalog, runId }: PlannedRun): Promise<Record<string, string>> {
  const states: Record<string, string> = {};
  let cursor: string | undefined;
  do {
    const page = await catalog.tasks(runId, { name: FILE_TASK, ...(cursor === undefined ? {} : { cursor }) });
    for (const { taskId, state } of page.rows) states[taskId] = state;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return states;
}

/** The lines of a run's log. */
export async function logOf({ catalog, runId }: PlannedRun): Promise<string[]> {
  const { rows } = await catalog.logs(runId, { limit: 1_000 });
  return rows.map(({ message }) => message);
}
