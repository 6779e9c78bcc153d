import { endOfRun, type RunEnd } from '@tapehaul/runs';
import { type FileCounts, fileCounts, runRequest, settledFiles } from '@tapehaul/workflow';
import { recordedConfig, recordedStarter } from '../../records/recorded-config.ts';
import type { FoundRun } from '../../records/records.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { QueuedRun } from '../queue/queued-run.ts';
import type { ShownRun } from '../schema/run-schema.ts';
import { actionsAfterEnd, actionsInProgress } from './allowed-actions.ts';
import { EndedRuns, type ListedSummary } from './ended-runs.ts';
import { runTables } from './run-tables.ts';

/** A time as ISO 8601 UTC; null for none. */
const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What runs are shown by. */
export interface RunViewParts {
  readonly live: Pick<LiveRuns, 'own' | 'progressOf'>;
  /** The run of the queue, in progress or waiting, with that id. */
  readonly queued: (runId: string) => QueuedRun | undefined;
}

/** What is shown of a run without a record. */
type WaitingRun = Pick<QueuedRun, 'runId' | 'name' | 'place' | 'waitsFor' | 'startedBy' | 'traceparent'>;

/** Shows runs: recorded ones, and those that wait. */
export class RunViews {
  readonly #parts: RunViewParts;
  readonly #ended = new EndedRuns();

  constructor(parts: RunViewParts) {
    this.#parts = parts;
  }

  /** A run by its record. */
  async recorded(found: FoundRun): Promise<ShownRun> {
    const { record, run, name } = found;
    const { owner, runId, state, traceparent } = run;
    const queued = this.#parts.queued(runId);
    // Together: a record in a database reads them in one transaction.
    const [counted, can, tables] = await Promise.all([
      fileCounts(record, run),
      this.#allowed(found, queued),
      runTables(found, this.#parts.live.own(runId)?.tables),
    ]);
    const counts = { ...counted };
    const isOver = run.endedAt !== null;
    return {
      run_id: runId,
      state,
      output_directory: name,
      planned_at: time(run.plannedAt),
      started_at: time(run.startedAt),
      ended_at: time(run.endedAt),
      heartbeat_at: time(owner.heartbeatAt),
      resumes: run.resumes,
      files: counts,
      settled_files: settledFiles(run.result) ?? this.#parts.live.own(runId)?.settledFiles ?? null,
      request: runRequest(run),
      can,
      progress: isOver ? null : this.#progress(found, counts),
      tables,
      queue_place: queued?.place ?? null,
      waits_for: this.#waitsFor(queued),
      end: isOver && queued === undefined ? shownEnd(endOfRun(run)) : null,
      owner: owner.process ?? null,
      started_by: recordedStarter(run),
      parent: run.parentRunId,
      tags: [...run.tags],
      trace_id: traceIdOf(traceparent),
    };
  }

  /** A run of a list; `read` reads it by its record, unless it has ended and was listed before. */
  async listed(
    listed: ListedSummary,
    read: () => Promise<ShownRun | undefined>,
  ): Promise<ShownRun | undefined> {
    // What can be requested of a run in the queue, and its place there, change.
    const isQueued = (): boolean => this.#parts.queued(listed.run.runId) !== undefined;
    const known = isQueued() ? undefined : this.#ended.find(listed);
    if (known !== undefined) return known;
    const view = await read();
    if (view !== undefined && view.ended_at !== null && !isQueued()) this.#ended.keep(listed, view);
    return view;
  }

  /** A run that has no record yet. */
  waiting(queued: WaitingRun): ShownRun {
    return {
      run_id: queued.runId,
      state: 'Scheduled',
      output_directory: queued.name,
      planned_at: null,
      started_at: null,
      ended_at: null,
      heartbeat_at: null,
      resumes: 0,
      files: {},
      settled_files: null,
      request: null,
      can: ['cancel'],
      progress: null,
      tables: null,
      queue_place: queued.place,
      waits_for: this.#waitsFor(queued),
      end: null,
      owner: null,
      started_by: queued.startedBy,
      parent: null,
      tags: [],
      trace_id: traceIdOf(queued.traceparent),
    };
  }

  /** A run that ended before it had a record: cancelled in the queue, or refused when it was to begin. */
  unrecorded(runId: string, name: string, end: RunEnd): ShownRun {
    const { state, exit_code, error } = end;
    return {
      ...this.waiting({ runId, name, place: null, waitsFor: null, startedBy: null, traceparent: null }),
      state: state === 'cancelled' ? 'Cancelled' : 'Failed',
      can: [],
      end: shownEnd({ exit_code, error }),
    };
  }

  async #allowed({ record, run }: FoundRun, queued: QueuedRun | undefined): Promise<ShownRun['can']> {
    if (run.endedAt === null) return actionsInProgress(run.state);
    return queued === undefined ? actionsAfterEnd(record, run) : ['cancel'];
  }

  #progress({ run }: FoundRun, counts: FileCounts): ShownRun['progress'] {
    const { planning }: { readonly planning?: unknown } = Object(recordedConfig(run));
    return this.#parts.live.progressOf({ runId: run.runId, counts, isListed: planning === 'listing' });
  }

  #waitsFor(queued: WaitingRun | undefined): string | null {
    if (queued === undefined) return null;
    return queued.waitsFor ?? this.#parts.live.own(queued.runId)?.waitsFor ?? null;
  }
}

function shownEnd({ exit_code, error }: Omit<RunEnd, 'state'>): ShownRun['end'] {
  if (error === null) return { exit_code, error };
  const { code, message, hint = null } = error;
  return { exit_code, error: { code, message, hint } };
}

/** The trace of a W3C traceparent. */
function traceIdOf(traceparent: string | null): string | null {
  return traceparent?.split('-')[1] ?? null;
}
