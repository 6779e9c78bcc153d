import type { OutputDirectories } from '../../records/output-directories.ts';
import type { FoundRun, Records } from '../../records/records.ts';
import type { EventLogs } from '../events/event-logs.ts';
import type { RunEventLog } from '../events/run-event-log.ts';
import { type ListedQueue, type QueuedRun, queuedRun, queuedRuns } from './queued-run.ts';

/** What a reader of runs reads from. */
export interface RunSources {
  readonly queue: ListedQueue;
  readonly records: Pick<Records, 'findRun' | 'readRun' | 'read'>;
  readonly directories: Pick<OutputDirectories, 'nameOf'>;
  readonly events: Pick<EventLogs, 'of' | 'homeOf' | 'takeEnded'>;
}

/** Reads runs: from their records, or from the queue those that have none yet. */
export class RunReader {
  readonly #sources: RunSources;

  constructor(sources: RunSources) {
    this.#sources = sources;
  }

  /** Runs in the queue, those in progress first. */
  get queued(): readonly QueuedRun[] {
    return queuedRuns(this.#sources.queue, this.#nameOf);
  }

  /** A run in the queue; undefined when it has none of that id. */
  queuedRun(runId: string): QueuedRun | undefined {
    return queuedRun(this.#sources.queue, this.#nameOf, runId);
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
    const queued = this.queuedRun(runId);
    if (queued === undefined) return this.#sources.records.readRun(runId, read);
    return this.readQueued(queued, read, instead);
  }

  /** {@link RunReader.read} of a run in the queue. */
  async readQueued<Result>(
    queued: QueuedRun,
    read: (found: FoundRun) => Promise<Result> | Result,
    instead: (queued: QueuedRun) => Result,
  ): Promise<Result> {
    const { runId, directory, name, mayBeRecorded } = queued;
    if (!mayBeRecorded) return instead(queued);
    const found = await this.#sources.records.read(directory, async (record) => {
      const run = await record.run(runId);
      return run && { result: await read({ directory, name, record, run }) };
    });
    return found === undefined ? instead(queued) : found.result;
  }

  /** Name of the output directory of a run, also of one that has no record; undefined when there is no such run. */
  async homeOf(runId: string): Promise<string | undefined> {
    const { records, directories, events } = this.#sources;
    const queued = this.queuedRun(runId);
    const recorded = queued?.name ?? (await records.findRun(runId, ({ name }) => name));
    if (recorded !== undefined) return recorded;
    const home = events.homeOf(runId);
    return home === undefined ? undefined : directories.nameOf(home);
  }

  /** Events of a run that this process works on or has worked on. */
  eventsOf(runId: string): RunEventLog | undefined {
    return this.#sources.events.of(runId);
  }

  /** Runs of this process that have ended since this was called last. */
  takeEnded(): readonly string[] {
    return this.#sources.events.takeEnded();
  }

  readonly #nameOf = (directory: string): string => this.#sources.directories.nameOf(directory);
}
