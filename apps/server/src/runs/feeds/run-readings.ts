import { asTapehaulError } from '@tapehaul/errors';
import { type CatalogReader, FAILED_STATES, FILE_TASK, type FileCounts } from '@tapehaul/workflow';
import type { FoundRun } from '../../records/records.ts';
import type { LiveRuns } from '../live/live-runs.ts';
import type { RunReader } from '../queue/run-reader.ts';
import type { ShownRun } from '../schema/run-schema.ts';
import type { RunViews } from '../view/run-views.ts';
import { type ActiveTask, type FailedTask, MOST_LISTED } from './feed-events.ts';
import type { RunReading } from './progress-changes.ts';

/** What readings are made from. */
export interface ReadingParts {
  readonly reader: Pick<RunReader, 'read' | 'queuedRun' | 'eventsOf' | 'homeOf'>;
  readonly views: Pick<RunViews, 'recorded' | 'waiting' | 'unrecorded'>;
  readonly live: Pick<LiveRuns, 'own'>;
}

/** Reads where runs stand: by their records, and by what this process knows of its own. */
export class RunReadings {
  readonly #parts: ReadingParts;

  constructor(parts: ReadingParts) {
    this.#parts = parts;
  }

  /** A run as it is shown. Rejects with a TapehaulError `run_not_found`. */
  shown(runId: string): Promise<ShownRun> {
    return this.#of(
      runId,
      (found) => this.#parts.views.recorded(found),
      (run) => run,
    );
  }

  /**
   * Where a run stands now; `before` spares reading again what has not changed. Undefined where this process has left it to
   * the next. Rejects with a TapehaulError `run_not_found`.
   */
  async read(runId: string, before?: RunReading): Promise<RunReading | undefined> {
    if (this.#isLeft(runId)) return undefined;
    const at = new Date().toISOString();
    return this.#of<RunReading>(
      runId,
      async (found) => ({ ...(await this.#recorded(found, before)), at }),
      (run) => ({ run, active: [], failures: [], failed: 0, at }),
    );
  }

  async #of<Result>(
    runId: string,
    recorded: (found: FoundRun) => Promise<Result>,
    unrecorded: (run: ShownRun) => Result,
  ): Promise<Result> {
    const { reader, views } = this.#parts;
    try {
      return await reader.read(runId, recorded, (queued) => unrecorded(views.waiting(queued)));
    } catch (error) {
      const end = reader.eventsOf(runId)?.end;
      const name = end === undefined ? undefined : await reader.homeOf(runId);
      if (end === undefined || name === undefined || asTapehaulError(error).code !== 'run_not_found')
        throw error;
      // It was cancelled in the queue, or refused when it was to begin.
      return unrecorded(views.unrecorded(runId, name, end));
    }
  }

  /** Whether the next process continues a run that the end of this one has stopped. */
  #isLeft(runId: string): boolean {
    const { reader } = this.#parts;
    return reader.queuedRun(runId) === undefined && reader.eventsOf(runId)?.isBrokenOff === true;
  }

  async #recorded(found: FoundRun, before: RunReading | undefined): Promise<Omit<RunReading, 'at'>> {
    const run = await this.#parts.views.recorded(found);
    const failed = failedOf(run.files);
    const isSame = before !== undefined && before.failed === failed;
    const failures = isSame ? before.failures : await failuresOf(found.record, run.run_id);
    return { run, active: await this.#active(found), failures, failed };
  }

  async #active({ record, run: { runId, endedAt } }: FoundRun): Promise<ActiveTask[]> {
    const own = this.#parts.live.own(runId);
    if (own !== undefined) {
      return own.active.slice(0, MOST_LISTED).map(({ key: id, engine, since, bytes }) => {
        return { id, engine, started_at: new Date(since).toISOString(), bytes };
      });
    }
    return endedAt === null ? runningTasks(record, runId) : [];
  }
}

function failedOf(counts: FileCounts): number {
  return FAILED_STATES.reduce((sum, state) => sum + (counts[state]?.tasks ?? 0), 0);
}

/** The latest files that failed. */
async function failuresOf(record: CatalogReader, runId: string): Promise<FailedTask[]> {
  const query = { states: FAILED_STATES, name: FILE_TASK, order: 'latest', limit: MOST_LISTED } as const;
  const { rows } = await record.tasks(runId, query);
  return rows.map(({ taskId: id, errorCode, errorMessage, updatedAt }) => ({
    id,
    error_code: errorCode,
    error_message: errorMessage,
    at: new Date(updatedAt).toISOString(),
  }));
}

/** Files that another process works on, those first that began first. */
async function runningTasks(record: CatalogReader, runId: string): Promise<ActiveTask[]> {
  const states = ['Running', 'Retrying'];
  const query = { states, name: FILE_TASK, order: 'latest', limit: MOST_LISTED } as const;
  const { rows } = await record.tasks(runId, query);
  return rows.toReversed().map(({ taskId: id, updatedAt, bytes }) => ({
    id,
    engine: null,
    started_at: new Date(updatedAt).toISOString(),
    bytes,
  }));
}
