import type { OutputDirectories } from '../records/output-directories.ts';
import type { FoundRun, Records } from '../records/records.ts';
import type { Job } from '../store/job.ts';
import type { EventLog } from './event-log.ts';
import type { EventLogs } from './event-logs.ts';
import type { JobQueue } from './job-queue.ts';

/** A run that was accepted and has not ended. */
export interface QueuedRun {
  readonly runId: string;
  /** Name of its output directory. */
  readonly name: string;
  /** Its configuration; null for a run that is continued. */
  readonly config: Job['config'];
}

/** What a reader of runs reads from. */
export interface RunSources {
  readonly queue: Pick<JobQueue, 'jobs'>;
  readonly records: Pick<Records, 'findRun' | 'readRun'>;
  readonly directories: Pick<OutputDirectories, 'nameOf'>;
  readonly events: Pick<EventLogs, 'of' | 'homeOf'>;
}

/** Reads runs: from their records, or from the queue those that have none yet. */
export class RunReader {
  readonly #sources: RunSources;

  constructor(sources: RunSources) {
    this.#sources = sources;
  }

  /** Runs in the queue, those in progress first. */
  get queued(): readonly QueuedRun[] {
    const { queue, directories } = this.#sources;
    return queue.jobs.map(({ run_id, directory, config }) => ({
      runId: run_id,
      name: directories.nameOf(directory),
      config,
    }));
  }

  /**
   * Reads the record of a run; gives what `instead` gives where it was accepted and has none yet. Rejects with a TapehaulError
   * `run_not_found`.
   */
  async read<Result>(
    runId: string,
    read: (found: FoundRun) => Promise<Result> | Result,
    instead: (queued: QueuedRun) => Result,
  ): Promise<Result> {
    const { records } = this.#sources;
    const queued = this.queued.find((it) => it.runId === runId);
    if (queued === undefined) return records.readRun(runId, read);
    const found = await records.findRun(runId, async (run) => ({ result: await read(run) }));
    return found === undefined ? instead(queued) : found.result;
  }

  /** Name of the output directory of a run, also of one that has no record; undefined when there is no such run. */
  async homeOf(runId: string): Promise<string | undefined> {
    const { records, directories, events } = this.#sources;
    const queued = this.queued.find((it) => it.runId === runId);
    const recorded = queued?.name ?? (await records.findRun(runId, ({ name }) => name));
    if (recorded !== undefined) return recorded;
    const home = events.homeOf(runId);
    return home === undefined ? undefined : directories.nameOf(home);
  }

  /** Events of a run that this process works on or has worked on. */
  eventsOf(runId: string): EventLog | undefined {
    return this.#sources.events.of(runId);
  }
}
