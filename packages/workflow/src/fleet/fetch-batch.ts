import type { Attributes, Span } from '@opentelemetry/api';
import type { CollectionMetrics } from '@tapehaul/metrics';
import {
  flow,
  isFinal,
  type Listener,
  type LogEvent,
  type TaskEvent,
  type TaskResult,
} from '@tapehaul/orchestrator';
import { ATTRIBUTE, currentSpan } from '@tapehaul/tracing';
import type { ClaimedFile, ClaimedFiles } from '../collect/batches/claimed-files.ts';
import { turnsOf } from '../collect/batches/lost-batch.ts';
import {
  asThereIsRoom,
  downloadArchiveFile,
  type FileToFetch,
  STOPS_ALL,
} from '../collect/steps/archive-file.ts';
import { BlockedRun } from '../engines/blocked-run.ts';
import { AbsentFiles } from '../events/absent-files.ts';
import type { BatchNotes } from '../events/batch-report.ts';
import type { WorkflowEvent } from '../events/events.ts';
import { EventHub } from '../events/hub.ts';
import type { FileOutcome } from '../file/file-outcome.ts';
import { sourceAttributes } from '../file/span-attributes.ts';
import { FILE_TASK, FLOW_TAGS } from '../flow-names.ts';
import type { Fetching, OpenRun } from './open-run.ts';
import { inBatchTrace } from './traces/batch-trace.ts';

/** How a worker works on a batch of a run. */
export interface BatchOptions {
  readonly run: OpenRun;
  /** Number of the batch. */
  readonly batch: number;
  /** Names the worker. */
  readonly holder: string;
  /** Begins no further file once it aborts. */
  readonly ending: AbortSignal;
  /** Abandons what is in progress. */
  readonly stopped: AbortSignal;
  readonly metrics: CollectionMetrics;
  readonly onLog: (line: LogEvent) => void;
}

/** What a worker has done of a batch. */
export interface BatchReport {
  /** Files that got an outcome. */
  files: number;
  failed: number;
  /** Bytes that were fetched for them. */
  bytes: number;
}

/** A batch that was claimed, and what its files are fetched with. */
export interface ClaimedBatchOptions extends BatchOptions {
  readonly fetching: Fetching;
  readonly files: ClaimedFiles;
  readonly claimed: readonly ClaimedFile[];
  /** How many holders in a row have lost the batch without an outcome. */
  readonly losses: number;
  /** Aborts when the batch is to be abandoned. */
  readonly signal: AbortSignal;
  /** Counts what ends. */
  readonly report: BatchReport;
  readonly notes: BatchNotes;
}

/** A batch, with the hub that its tasks report to. */
interface Batch extends ClaimedBatchOptions {
  readonly hub: EventHub;
  readonly attributes: Attributes;
  /** The span of the batch in the trace of its run, where its files are in another trace. */
  readonly span?: Span;
}

/** What distinguishes the span of a batch from others. */
export function batchAttributes({
  runId,
  batch,
  holder,
}: Pick<BatchOptions, 'batch' | 'holder'> & { readonly runId: string }): Attributes {
  return { [ATTRIBUTE.runId]: runId, [ATTRIBUTE.batch]: batch, [ATTRIBUTE.worker]: holder };
}

/**
 * Fetches files of a batch, each as a task of its run. Resolves when they have ended, and earlier when no further file is to begin. Rejects when it is stopped,
 * and with trouble that every further file would meet.
 */
export async function fetchBatch(options: ClaimedBatchOptions): Promise<void> {
  const { run, fetching, files, metrics, report, notes, signal, onLog } = options;
  const { root, catalog } = run.found;
  const { runId, config } = fetching;
  const hub = new EventHub({
    ...{ runId, catalog, files, onLog, absentFiles: new AbsentFiles(), planning: config.planning },
    metrics: {
      handle(event) {
        metrics.handle(event);
        notes.count(event);
      },
    },
    findings: { verdicts: [], absent: [], failures: [], warnings: [], disputes: [] },
    folder: config.storage.type === 'local' ? root : null,
    onEvent(event) {
      count(report, event);
      if (event.kind !== 'file' || !STOPS_ALL.has(event.error?.code ?? '')) notes.note(event);
    },
    onState: undefined,
  });
  const attributes = batchAttributes({ ...options, runId });
  const ended = await inBatchTrace(await run.traced.trace(), attributes, ({ follows, span }) => {
    const settings = { runId, signal, listeners: [listenerOf(files, hub)] };
    return filesOfBatch(
      { ...options, hub, attributes, ...(span === undefined ? {} : { span }) },
      { ...settings, ...(follows === undefined ? {} : { follows }) },
    );
  });
  if (ended.error !== undefined) throw ended.error;
}

const filesOfBatch = flow<Batch, void>(
  'fleet-batch',
  { tags: FLOW_TAGS },
  async ({ fetching, files, claimed, losses, hub, ending, attributes, span }, { each, signal }) => {
    const { config, downloader } = fetching;
    const own = currentSpan();
    own?.setAttributes({ ...sourceAttributes(config), ...attributes });
    // Who opens the trace of the run gets from its batch to the files.
    if (own !== undefined) span?.addLink({ context: own.spanContext() });
    const task = downloadArchiveFile({ ...fetching, hub }, signal);
    for (const turn of turnsOf(claimed, losses)) {
      const left = asThereIsRoom(untilEnding(turn, ending), downloader, signal);
      await each(task, left, { concurrency: downloader.concurrency, id: ({ key }) => key }, settle);
      await files.settled();
    }
  },
);

async function* untilEnding(
  files: readonly ClaimedFile[],
  ending: AbortSignal,
): AsyncGenerator<ClaimedFile, void, undefined> {
  for (const file of files) {
    if (ending.aborted) return;
    yield file;
  }
}

function settle({ error, state }: TaskResult<FileToFetch, FileOutcome>): void {
  if (error instanceof BlockedRun) throw error;
  if (error !== undefined && state !== 'Cancelled' && STOPS_ALL.has(error.code)) throw error;
}

/** Records what belongs to files. Of the run only its owner records something. */
function listenerOf(files: ClaimedFiles, hub: EventHub): Listener {
  return (event) => {
    if (event.kind === 'log' || (event.kind === 'task' && isToRecord(event, files))) hub.listener(event);
  };
}

/** Whether a state of a file is recorded: not one that is only about this worker, since the file is another worker's to do then. */
function isToRecord({ task, taskId, state, error }: TaskEvent, files: ClaimedFiles): boolean {
  if (task !== FILE_TASK || files.find(taskId) === undefined) return false;
  if (state === 'Cancelled' || state === 'Cancelling') return false;
  return !isFinal(state) || error === undefined || !STOPS_ALL.has(error.code);
}

function count(report: BatchReport, event: WorkflowEvent): void {
  if (event.kind !== 'file') return;
  report.files += 1;
  if (event.status === 'failed') report.failed += 1;
  if (event.status === 'downloaded' || event.status === 'unverified') report.bytes += event.bytes;
}
