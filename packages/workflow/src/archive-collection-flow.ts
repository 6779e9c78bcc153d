import { parseKey } from '@tapehaul/archive';
import type { Catalog } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type { Downloader, Outcome } from '@tapehaul/downloader';
import { CODES, TapehaulError } from '@tapehaul/errors';
import { type Flow, type FlowContext, flow, type TaskResult, task } from '@tapehaul/orchestrator';
import { lakehousePath, plan, type VerdictAnswer } from '@tapehaul/planner';
import type { WorkflowEvent } from './events.ts';
import type { Failure } from './result.ts';
import { fileRetries } from './retries.ts';

/** Name of the flow, as the teams know it. */
export const FLOW_NAME = 'archive-collection-flow';

/** What the flow works with. */
export interface Collection {
  readonly config: CollectionConfig;
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
  readonly catalog: Catalog;
  readonly downloader: Downloader;
  readonly emit: (event: WorkflowEvent) => void;
}

/** What the flow gives. */
export interface Collected {
  readonly verdicts: readonly VerdictAnswer[];
  readonly absent: readonly string[];
  readonly failures: readonly Failure[];
}

/** Collects the archive: plan, store the plan, then download, verify and publish each file. */
export const archiveCollectionFlow: Flow<Collection, Collected> = flow(
  FLOW_NAME,
  { completedAs: ({ failures }: Collected) => (failures.length === 0 ? 'Completed' : 'CompletedWithGaps') },
  async (collection: Collection, context) => {
    const verdicts = await context.call(generateIngestionTasks, collection);
    const { absent, failures } = await downloadAll(collection, context);
    return { verdicts, absent, failures };
  },
);

/** Plans the request and stores every file of it as a task, before the first byte moves. */
const generateIngestionTasks = task(
  'generate-ingestion-tasks',
  {},
  async (collection: Collection, { runId }): Promise<VerdictAnswer[]> => {
    const { config, matrix, today, catalog, emit } = collection;
    const verdicts: VerdictAnswer[] = [];
    function* keys(): Generator<string> {
      for (const answer of plan(config, { matrix, today })) {
        if (answer.kind === 'object') yield answer.key;
        else {
          verdicts.push(answer);
          emit(answer);
        }
      }
    }
    const files = catalog.planTasks(runId, keys());
    emit({ kind: 'planned', files, verdicts: verdicts.length });
    return verdicts;
  },
);

/** Downloads what the catalog has left to do, and records each file as it ends. */
async function downloadAll(
  { config, catalog, downloader }: Collection,
  context: FlowContext,
): Promise<Pick<Collected, 'absent' | 'failures'>> {
  const absent: string[] = [];
  const failures: Failure[] = [];
  const downloadArchiveFile = task(
    'download-archive-file',
    { ...fileRetries(config), completedAs: stateOf, failedAs: (error) => FAILED_AS[error.code] ?? 'Failed' },
    async (key: string, { signal }): Promise<Outcome> => {
      const outcome = await downloader.get({ key, path: pathOf(key) }, signal);
      if (outcome.error !== null && outcome.status === 'failed') throw new FileError(outcome, outcome.error);
      return outcome;
    },
  );
  const settle = ({ taskId: key, output, error, attempts }: TaskResult<string, Outcome>): void => {
    if (output?.status === 'absent') absent.push(key);
    if (error === undefined || error.code === 'cancelled') return;
    failures.push({ key, attempts, error: error.toJSON() });
    // A disk that is full or broken fails every further file too.
    if (CODES[error.code].exit === CODES.disk_full.exit) throw error;
  };
  const options = { concurrency: downloader.concurrency, id: (key: string) => key };
  await context.each(downloadArchiveFile, catalog.remainingTasks(context.runId), options, settle);
  context.signal.throwIfAborted();
  return { absent, failures };
}

/** A failed attempt on a file, with what it cost. */
export class FileError extends TapehaulError {
  readonly outcome: Outcome;

  constructor(outcome: Outcome, error: TapehaulError) {
    super(error.code, error.message, error);
    this.outcome = outcome;
  }
}

const STATE_OF = { cached: 'Cached', absent: 'Absent', unverified: 'Unverified' } as const;
const FAILED_AS: Readonly<Record<string, 'Corrupt'>> = { checksum_disputed: 'Corrupt', not_a_zip: 'Corrupt' };

function stateOf({ status }: Outcome): 'Completed' | (typeof STATE_OF)[keyof typeof STATE_OF] {
  return status === 'downloaded' || status === 'failed' ? 'Completed' : STATE_OF[status];
}

function pathOf(key: string): string {
  const object = parseKey(key);
  return object === undefined ? key : lakehousePath(object);
}
