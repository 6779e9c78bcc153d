import { setTimeout as sleep } from 'node:timers/promises';
import { stoppedBy } from '@tapehaul/errors';
import { type BatchEngine, batchRef, partRef } from '@tapehaul/fleet';
import { isFinal, type TaskContext, type TaskCounts } from '@tapehaul/orchestrator';
import type { AbsentFiles } from '../../events/absent-files.ts';
import { type Moved, movedSince, readMoved } from '../../events/batch-report.ts';
import { type RunFindings, readFileFindings } from '../../events/findings.ts';
import type { EventHub } from '../../events/hub.ts';
import { FILE_TASK, PART_TASK } from '../../flow-names.ts';
import { HandedOn } from '../../owned-run.ts';
import { knownChanges, reportChanges } from '../parts/changes-elsewhere.ts';
import type { CollectionRun, FilesElsewhere } from '../steps/collection-run.ts';
import { EngineQueue } from './engine-queue.ts';
import { FleetCounts } from './fleet-counts.ts';
import { fleetEvent } from './fleet-event.ts';
import { FleetFailures } from './fleet-failures.ts';
import type { FleetPace } from './fleet-pace.ts';
import { FleetRate } from './fleet-rate.ts';
import { type BatchesLeft, OpenBatches } from './open-batches.ts';
import { PauseState } from './pause-state.ts';
import { isStillOwned } from './still-owned.ts';
import { WorkerWatch } from './worker-watch.ts';

/** A run on a fleet, and what its workers are followed by. */
export interface FleetFilesOptions extends Pick<CollectionRun, 'runId' | 'catalog'> {
  readonly engine: BatchEngine;
  readonly pace: FleetPace;
  readonly hub: Pick<EventHub, 'count' | 'emit'>;
  readonly findings: RunFindings;
  readonly absentFiles: AbsentFiles;
  /** Stops the run at once: no worker is waited for. With {@link HandedOn} as reason its batches stay where they are. */
  readonly atOnce: AbortSignal;
  /** Knows whether the run is paused; a new one that is to listen by default. */
  readonly pause?: PauseState;
}

/** The part of a step that this has to do with. */
type Waiting = Pick<TaskContext, 'signal' | 'log'>;

/** Has the files of a run done by the workers of a fleet, and follows how far they are in the record. */
export class FleetFiles implements FilesElsewhere {
  /** Whether the run is paused: nothing is offered meanwhile. */
  readonly pause: PauseState;
  readonly #options: FleetFilesOptions;
  readonly #queue: EngineQueue;
  readonly #open: OpenBatches;
  readonly #rate = new FleetRate();
  readonly #watch: WorkerWatch;
  readonly #failures = new FleetFailures();
  readonly #name: typeof FILE_TASK | typeof PART_TASK;

  /** `name` says which tasks of the run are followed: its files, or the parts of its plan. */
  constructor(options: FleetFilesOptions, name: typeof FILE_TASK | typeof PART_TASK = FILE_TASK) {
    const { catalog, runId, pace } = options;
    this.#options = options;
    this.#name = name;
    this.pause = options.pause ?? new PauseState();
    this.#queue = new EngineQueue({ ...options, ref: name === PART_TASK ? partRef : batchRef });
    this.#open = new OpenBatches(catalog, runId, name);
    this.#watch = new WorkerWatch(pace.noWorkerMs);
  }

  /**
   * Offers the open batches of the run until none is left. Rejects with what stopped the run, with the error of batches that no worker
   * can do, and as record and engine do; the run is withdrawn from the engine then.
   */
  async work(waiting: Waiting, onEnded: (ended: TaskCounts) => void): Promise<void> {
    const { catalog, runId, hub } = this.#options;
    const counts = new FleetCounts(hub, await catalog.counts(runId, FILE_TASK));
    const before = await readMoved(catalog, runId);
    const changes = await knownChanges(this.#options);
    let thrown: unknown;
    try {
      await this.plan(waiting, (now) => onEnded(counts.add(now)));
    } catch (error) {
      thrown = error;
      throw error;
    } finally {
      const read = this.#readOutcomes(counts, before, onEnded).then(() =>
        reportChanges(this.#options, changes, waiting.log),
      );
      await read.catch((error: unknown) => {
        if (thrown === undefined) throw error;
      });
    }
  }

  /**
   * Offers open batches until none is left; `onCounts` receives the tasks of the run by state. Rejects as {@link FleetFiles.work} does.
   */
  async plan(waiting: Waiting, onCounts: (counts: Counts) => void = () => {}): Promise<void> {
    const { catalog, runId } = this.#options;
    try {
      await this.#forgetFailures();
      await this.#follow(waiting, onCounts);
    } catch (error) {
      const isHandedOn = this.#options.atOnce.reason instanceof HandedOn;
      if (!isHandedOn && (await isStillOwned(catalog, runId))) await this.#giveBack();
      throw error;
    }
  }

  async #follow({ signal, log }: Waiting, onCounts: (counts: Counts) => void): Promise<void> {
    const { catalog, runId, hub, pace } = this.#options;
    for (;;) {
      const left = await this.#open.read(await this.#queue.window(log));
      const counts = await catalog.counts(runId, this.#name);
      const isPlanning = this.#name === PART_TASK;
      const files = isPlanning ? await catalog.counts(runId, FILE_TASK) : counts;
      onCounts(counts);
      if (signal.aborted) throw stoppedBy(signal);
      hub.emit(fleetEvent(files, left, this.#rate, Date.now(), isPlanning));
      if (left.open === 0) return await this.#lastReports({ signal, log });
      await this.#passOn(left, endedOf(counts), log);
      if (this.pause.isPaused) await this.#rest();
      else await this.#offer(left, log);
      await sleep(pace.everyMs, undefined, { signal }).catch(() => {});
    }
  }

  /** Waits a while for the last batches to be given back: what they moved, and why files failed, is reported after their files. */
  async #lastReports({ signal, log }: Waiting): Promise<void> {
    const { pace } = this.#options;
    const until = Date.now() + pace.giveBackMs;
    while (Date.now() < until && (await this.#queue.running(log)) > 0) {
      await sleep(Math.min(pace.everyMs, GIVEN_BACK_EVERY), undefined, { signal }).catch(() => {});
      if (signal.aborted) throw stoppedBy(signal);
    }
  }

  /** Has another worker do what one gave back with an error. Rejects with that error where no worker can do it. */
  async #passOn({ first }: BatchesLeft, ended: number, log: Waiting['log']): Promise<void> {
    const at = Date.now();
    const failures = this.#failures;
    const given = failures.see(first, { ended, at });
    const isBusyElsewhere = failures.isTakenAgain && (await this.#queue.isBusyElsewhere(log));
    const failure = failures.ending(first, { ended, at, isBusyElsewhere });
    if (failure !== undefined) throw failure;
    for (const { batch, error, isRepeated } of given) {
      await this.#forget(batch);
      this.#queue.offerAgain(batch);
      if (!isRepeated) log('warn', `${error.message}; its batch ${batch} is for another worker`);
    }
  }

  async #offer(left: BatchesLeft, log: Waiting['log']): Promise<void> {
    await this.#queue.offer(left.first, log);
    const report = this.#watch.see(left, Date.now());
    if (report === undefined) return;
    this.#options.hub.emit(report);
    log('warn', `${report.message}. ${report.hint}`);
  }

  async #rest(): Promise<void> {
    this.#watch.pause();
    await this.#queue.withdraw();
  }

  /** A batch that was given back with an error before the run was continued has another chance. */
  async #forgetFailures(): Promise<void> {
    for (const { batch, isHeld } of await this.#open.readAll()) if (!isHeld) await this.#forget(batch);
  }

  /** A batch without its failure, and as one that no holder has lost. */
  async #forget(batch: number): Promise<void> {
    const { catalog, runId } = this.#options;
    const claim = await catalog.claim(runId, { name: this.#name, holder: OWNER, batch });
    if (claim !== undefined) await catalog.release(claim);
  }

  /** Withdraws the run, and waits a while for workers to hand in what they have done. Never rejects. */
  async #giveBack(): Promise<void> {
    const { pace, atOnce } = this.#options;
    await this.#queue.withdraw();
    const until = Date.now() + pace.giveBackMs;
    while (!atOnce.aborted && Date.now() < until) {
      const held = await this.#open.read(0).then(
        ({ first }) => first.some(({ isHeld }) => isHeld),
        () => false,
      );
      if (!held) return;
      await sleep(Math.min(pace.everyMs, GIVEN_BACK_EVERY), undefined, { signal: atOnce }).catch(() => {});
    }
  }

  /** Reads how the files ended that workers did: no event has reported them here. */
  async #readOutcomes(
    counts: FleetCounts,
    before: Moved,
    onEnded: (ended: TaskCounts) => void,
  ): Promise<void> {
    const { catalog, runId, findings, absentFiles } = this.#options;
    onEnded(counts.add(await catalog.counts(runId, FILE_TASK)));
    counts.moved(movedSince(before, await readMoved(catalog, runId)));
    absentFiles.clear();
    Object.assign(findings, await readFileFindings(catalog, runId, absentFiles));
  }
}

type Counts = Awaited<ReturnType<CollectionRun['catalog']['counts']>>;

/** How many files have an outcome. */
function endedOf(counts: Counts): number {
  return Object.entries(counts).reduce((sum, [state, { tasks }]) => sum + (isFinal(state) ? tasks : 0), 0);
}

/** Name of the holder that gives a batch back for the owner of the run. */
const OWNER = 'owner of the run';

/** How often it is read whether batches were given back, in milliseconds. */
const GIVEN_BACK_EVERY = 250;
