import { type ArchiveObject, parseKey, typicalBytes } from '@tapehaul/archive';
import type { Catalog, PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type { Downloader, DownloadRequest, Outcome } from '@tapehaul/downloader';
import { type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { type Flow, type FlowContext, flow, type TaskResult, task } from '@tapehaul/orchestrator';
import { type Listed, type ObjectAnswer, objectPath } from '@tapehaul/planner';
import { z } from 'zod';
import { answersFor } from './answers.ts';
import type { WorkflowEvent } from './events.ts';
import { fileRetries } from './retries.ts';
import { verdictRecord } from './verdict-record.ts';

/** Name of the flow, as the teams know it. */
export const FLOW_NAME = 'archive-collection-flow';

/** Name of the task that gets one file. */
export const FILE_TASK = 'download-archive-file';

/** What the flow works with. */
export interface Collection {
  readonly config: CollectionConfig;
  readonly matrix: Matrix;
  /** The current UTC day. */
  readonly today: string;
  readonly catalog: Catalog;
  readonly downloader: Downloader;
  readonly emit: (event: WorkflowEvent) => void;
  /** Hears of each file that planning finds in place. */
  readonly onInPlace: (outcome: Outcome) => void;
}

/** What the flow gives. */
export interface Collected {
  /** Files that could not be had. */
  readonly failed: number;
}

/** Collects the archive: plan, store the plan, then download, verify and publish each file. */
export const archiveCollectionFlow: Flow<Collection, Collected> = flow(
  FLOW_NAME,
  { completedAs: ({ failed }: Collected) => (failed === 0 ? 'Completed' : 'CompletedWithGaps') },
  async (collection: Collection, context) => {
    await context.call(generateIngestionTasks, collection);
    return { failed: await downloadAll(collection, context) };
  },
);

/** Files that are looked at together while planning. */
const LOOKS = 256;

/**
 * Plans the request and stores every file of it as a task, before the first byte moves. Files that are in
 * place as recorded are done with that.
 */
const generateIngestionTasks = task(
  'generate-ingestion-tasks',
  {},
  async (collection: Collection, { runId, signal }): Promise<void> => {
    const { config, matrix, today, catalog, downloader, emit, onInPlace } = collection;
    let verdicts = 0;
    const look = async ({ key, object, listed }: ObjectAnswer): Promise<PlannedTask> => {
      const outcome = await downloader.inPlace(requestFor(object, key, listed ?? null, config));
      if (outcome === undefined) return { taskId: key, input: listed ?? null };
      onInPlace(outcome);
      return { taskId: key, input: null, done: 'Cached' };
    };
    async function* tasks(): AsyncGenerator<PlannedTask> {
      let group: ObjectAnswer[] = [];
      for await (const answer of answersFor({ config, matrix, today, signal })) {
        if (answer.kind === 'verdict') {
          verdicts += 1;
          emit({ kind: 'verdict', ...verdictRecord(answer) });
        } else if (group.push(answer) === LOOKS) {
          yield* await Promise.all(group.map(look));
          group = [];
        }
      }
      yield* await Promise.all(group.map(look));
    }
    const files = await catalog.planTasks(runId, tasks());
    emit({ kind: 'planned', files, verdicts });
  },
);

/** Downloads what the catalog has left to do, and counts what failed. */
async function downloadAll(collection: Collection, context: FlowContext): Promise<number> {
  const { config, catalog, downloader } = collection;
  let failed = 0;
  const downloadArchiveFile = task(
    FILE_TASK,
    { ...fileRetries(config), completedAs: stateOf, failedAs: (error) => FAILED_AS[error.code] ?? 'Failed' },
    async (planned: PlannedTask, { signal }): Promise<Outcome> => {
      const outcome = await downloader.get(requestOf(planned, config), signal);
      if (outcome.error !== null && outcome.status === 'failed') throw new FileError(outcome, outcome.error);
      return outcome;
    },
  );
  const settle = ({ error }: TaskResult<PlannedTask, Outcome>): void => {
    if (error === undefined) return;
    failed += 1;
    if (STOPS_ALL.has(error.code)) throw error;
  };
  const options = { concurrency: downloader.concurrency, id: ({ taskId }: PlannedTask) => taskId };
  await context.each(downloadArchiveFile, catalog.remainingTasks(context.runId), options, settle);
  return failed;
}

/** What a stored task asks of the downloader: its key, its place, and the version that was listed. */
function requestOf({ taskId: key, input }: PlannedTask, { layout }: CollectionConfig): DownloadRequest {
  return requestFor(parseKey(key), key, listedSchema.parse(input), { layout });
}

function requestFor(
  object: ArchiveObject | undefined,
  key: string,
  listed: Listed | null,
  { layout }: Pick<CollectionConfig, 'layout'>,
): DownloadRequest {
  return {
    key,
    path: object === undefined ? key : objectPath(object, layout),
    ...(object === undefined ? {} : { likelySize: typicalBytes(object) }),
    ...listed,
  };
}

/** The input of a stored task: what was listed of its object, if anything. */
const listedSchema = z
  .object({
    size: z.number(),
    etag: z.string(),
    lastModified: z.string(),
    sidecarModified: z.string().nullable(),
  })
  .nullable();

/** Trouble of this machine that every further file would meet too. */
const STOPS_ALL: ReadonlySet<ErrorCode> = new Set(['disk_full', 'disk_failed', 'catalog_failed']);

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
