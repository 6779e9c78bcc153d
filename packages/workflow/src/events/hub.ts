import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ArchiveObject } from '@tapehaul/archive';
import type { Catalog, CellRecord, ClaimedTask, ObjectRecord, TaskChange } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { asTapehaulError } from '@tapehaul/errors';
import type { CollectionMetrics } from '@tapehaul/metrics';
import {
  isFinal,
  type Listener,
  type LogEvent,
  type RunEvent,
  recordListener,
  type TaskEvent,
} from '@tapehaul/orchestrator';
import { plannedBytes } from '@tapehaul/planner';
import { cellsAfter } from '../file/file-cells.ts';
import { FileError } from '../file/file-error.ts';
import { broughtBy, type FileOutcome, isFileOutcome } from '../file/file-outcome.ts';
import { heldObject } from '../file/held-object.ts';
import { FILE_TASK } from '../flow-names.ts';
import type { AbsentFiles } from './absent-files.ts';
import type { WorkflowEvent } from './events.ts';
import { fileEvent } from './file-event.ts';
import { note, type RunFindings } from './findings.ts';

/** The files of a run that are being worked on. */
export interface RunFiles {
  /** A file that has no outcome yet. */
  find(key: string): ClaimedTask | undefined;
  /** The object of a file that has no outcome yet, also where another process works on it by now. */
  objectOf(key: string): ArchiveObject | undefined;
  /**
   * Records a state of a task, and what is held since then, or what is known of its file. Throws what went wrong with what
   * was recorded before.
   */
  record(change: TaskChange, object?: ObjectRecord, cells?: CellRecord): void;
}

/** Who is notified of what happens in a run. */
export interface HubOptions {
  readonly runId: string;
  readonly catalog: Catalog;
  readonly files: RunFiles;
  readonly metrics: Pick<CollectionMetrics, 'handle'>;
  readonly findings: RunFindings;
  readonly absentFiles: AbsentFiles;
  readonly planning: CollectionConfig['planning'];
  /** Folder that paths of the record count from; null where files are in a bucket. */
  readonly folder: string | null;
  readonly onEvent: ((event: WorkflowEvent) => void) | undefined;
  readonly onLog: ((line: LogEvent) => void) | undefined;
  readonly onState: ((event: RunEvent | TaskEvent) => void) | undefined;
}

/** What the output of a task adds to its record. */
interface Brought {
  readonly bytes?: number;
  readonly engine?: string;
  readonly outcome: FileOutcome | undefined;
}

type MetricsEvent = Parameters<CollectionMetrics['handle']>[0];

/**
 * The one place that everything of a run goes through: to the record, the statistics, the findings and the caller. Each end
 * of a file is reported once, whether planning found it in place or a task has ended.
 */
export class EventHub {
  readonly #options: HubOptions;
  readonly #toRecord: Listener;
  /** A flow that is run again plans again: each gap, warning and unknown name and the size of the plan count once. */
  readonly #gaps = new Set<string>();
  #isPlanned = false;
  #isOver = false;

  constructor(options: HubOptions) {
    this.#options = options;
    const { catalog, files } = options;
    this.#toRecord = recordListener<Brought>(
      {
        recordTask: ({ outcome, ...change }) =>
          files.record(change, objectOf(outcome, change), cellsAfter(change, files.objectOf(change.taskId))),
        recordRun: (runId, state, at) => catalog.recordRun(runId, state, at),
        recordTrace: (runId, traceparent) => catalog.recordTrace(runId, traceparent),
        recordLog: (line) => catalog.recordLog(line),
      },
      (output) => ({ ...broughtBy(output), outcome: isFileOutcome(output) ? output : undefined }),
    );
  }

  /** Receives what the orchestrator reports of the run. */
  readonly listener: Listener = (event) => {
    if (event.kind === 'task' && event.task === FILE_TASK) this.#fileTask(event);
    this.#toRecord(event);
    if (event.kind === 'log') notify(this.#options.onLog, event);
    else if (!this.#isOver) notify(this.#options.onState, event);
  };

  /** Receives what the steps of the run report. */
  readonly emit = (event: WorkflowEvent): void => {
    if (event.kind === 'verdict' || event.kind === 'warning' || event.kind === 'unknown') {
      const known = this.#gaps.size;
      if (this.#gaps.add(JSON.stringify(event)).size === known) return;
    }
    if (event.kind === 'planned' && !this.#isPlanned) {
      this.#isPlanned = true;
      const { files, settled_files: cached } = event;
      this.count({ kind: 'planned', tasks: files + cached });
      this.count({ kind: 'earlier', cached, bytes: 0, absent: 0, failed: 0 });
    }
    if (event.kind === 'follow_up') this.count({ kind: 'planned', tasks: event.files });
    if (event.kind === 'batch' || event.kind === 'fall_back') this.count({ kind: event.kind });
    if (this.#isOver && event.kind !== 'still_waiting') return;
    note(this.#options.findings, event);
    notify(this.#options.onEvent, event);
  };

  /** Receives a file that planning found in place as recorded, or disputed as before; its record stays as it is. */
  readonly inPlace = (outcome: FileOutcome): void => this.#ended(outcome, 0);

  /** Counts something; nothing else reaches the statistics of the run. */
  count(event: MetricsEvent): void {
    this.#options.metrics.handle(event);
  }

  /** The result is made: whatever is not waited for any more and still ends is recorded and counted, and not reported. */
  close(): void {
    this.#isOver = true;
  }

  #fileTask({ taskId, state, attempt, error, output, retryAt }: TaskEvent): void {
    if (state === 'AwaitingRetry' && error !== undefined && retryAt !== undefined) {
      const retry_at = new Date(retryAt).toISOString();
      const record = asTapehaulError(error).toJSON();
      this.emit({ kind: 'retry', key: taskId, attempts: attempt, retry_at, error: record });
    }
    if (state === 'AwaitingRetry' && error instanceof FileError) {
      const { bytesFetched, duration } = error.outcome;
      this.count({ kind: 'retried', bytesFetched, duration });
    }
    if (!isFinal(state) || state === 'Cancelled') return;
    const outcome = isFileOutcome(output) ? output : error instanceof FileError ? error.outcome : undefined;
    if (outcome === undefined) return;
    if (isWithoutProof(outcome)) this.#forgetIfGone(outcome.key);
    const isTried = outcome.status !== 'cached' && (outcome.status !== 'disputed' || outcome.attempts > 0);
    this.#ended(outcome, isTried ? attempt : 0);
  }

  #ended(outcome: FileOutcome, attempts: number): void {
    this.count({ kind: 'settled', ...outcome });
    const { status, object } = outcome;
    if (status === 'absent' && object !== undefined && !this.#isOver) this.#options.absentFiles.add(object);
    const listed = this.#options.planning === 'matrix' ? undefined : this.#listedBytes(outcome);
    this.emit(fileEvent(outcome, attempts, plannedBytes(outcome.object, listed)));
  }

  /** A file that came has the size that was listed; of others the plan knows it. */
  #listedBytes({ key, bytes }: FileOutcome): number | undefined {
    if (bytes > 0) return bytes;
    return this.#options.files.find(key)?.bytes;
  }

  /** Deleted here, and the archive has nothing to fetch in its place: nothing is held any more. */
  #forgetIfGone(key: string): void {
    const { folder, catalog, files } = this.#options;
    if (folder === null) return;
    const held = files.find(key)?.held;
    if (held && !existsSync(join(folder, held.path))) catalog.forgetObject(key);
  }
}

/** Outcomes after which nothing more is held than before. */
const NOT_HELD: ReadonlySet<FileOutcome['status']> = new Set(['absent', 'failed', 'disputed']);

/** Whether the archive has no file now that its checksum proves. */
function isWithoutProof({ status, error }: FileOutcome): boolean {
  return status === 'absent' || status === 'disputed' || error?.code === 'checksum_disputed';
}

/** What is held of a file since its task has ended. */
function objectOf(
  outcome: FileOutcome | undefined,
  { runId, at }: { readonly runId: string; readonly at: number },
): ObjectRecord | undefined {
  if (outcome === undefined || NOT_HELD.has(outcome.status)) return undefined;
  return heldObject(outcome, runId, at);
}

/** Notifies a listener of an event; a listener that fails must not fail the collection. */
function notify<Event>(listener: ((event: Event) => void) | undefined, event: Event): void {
  try {
    listener?.(event);
  } catch (error) {
    process.emitWarning(error instanceof Error ? error : String(error));
  }
}
