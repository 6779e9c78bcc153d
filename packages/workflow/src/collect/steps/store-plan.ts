import { setImmediate } from 'node:timers/promises';
import type { DisputeRecord, PlannedTask } from '@tapehaul/catalog';
import type { Matrix } from '@tapehaul/config';
import type { Outcome } from '@tapehaul/downloader';
import { stoppedBy } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import type { VerdictAnswer } from '@tapehaul/planner';
import { disputedFile } from '../../disputes/disputed-file.ts';
import { fileOutcome } from '../../file/file-outcome.ts';
import { fileInput } from '../../file/file-request.ts';
import { FILE_TASK } from '../../flow-names.ts';
import { AgreedPlan } from '../../plan/agreed-plan.ts';
import { ListingProblems } from '../../plan/listing/listing-problems.ts';
import { planSteps } from '../../plan/plan.ts';
import { gapRecord } from '../../plan/records/gap-record.ts';
import { unknownSeries } from '../../plan/records/unknown-series.ts';
import { type VerdictRecord, verdictRecord } from '../../plan/records/verdict-record.ts';
import { SettledSeries } from '../../plan/settled/settled-series.ts';
import { type SourceGate, sourceGate } from '../../plan/source-gate.ts';
import type { FileStep, GoneFile, PlanStep } from '../../plan/steps/plan-step.ts';
import { collectionMetadata } from '../../result/collection-metadata.ts';
import { SeenPlans } from '../seen/seen-plans.ts';
import type { CollectionRun } from './collection-run.ts';
import { writeMetadata } from './metadata-tasks.ts';
import { PlannedCells } from './planned-cells.ts';
import { ChangeLog } from './upstream-changes.ts';

/** Gaps after which others get their turn. */
const TURN = 1_000;

/**
 * Plans and stores the request, and gives the bytes that are left to fetch. Rejects with a TapehaulError `plan_changed` where the run
 * was started from a plan, and would fetch other files than that one.
 */
export async function storePlan(
  run: CollectionRun,
  matrix: Matrix,
  { signal, log }: Pick<TaskContext, 'signal' | 'log'>,
): Promise<number> {
  const { runId, catalog, downloader } = run;
  const problems = new ListingProblems();
  const throughGate = sourceGate({ ...run, signal });
  const isAgain = Object.keys(await catalog.counts(runId, FILE_TASK)).length > 0;
  const settled = new SettledSeries({ ...run, record: catalog, matrix });
  const storing = new Storing(run, isAgain, log, settled);
  const seen = new SeenPlans(run, settled);
  const agreed = new AgreedPlan(run.plan);
  run.settledDays.clear();
  run.seen.length = 0;
  const steps = planSteps<Outcome>({
    ...run,
    matrix,
    signal,
    record: catalog,
    settled,
    inPlace: (request, held, isTrusted) => downloader.inPlace(request, held, isTrusted),
    onProblem: problems.add,
    onWarning(warning) {
      run.hub.emit({ kind: 'warning', ...warning });
      log('warn', warning.message);
    },
  });
  await catalog.planTasks(runId, storing.tasks(seen.through(agreed.through(steps)), throughGate, signal));
  agreed.require();
  for (const line of problems.lines()) log('warn', line);
  for (const unknown of unknownSeries(run.config, storing.unlisted)) {
    run.hub.emit({ kind: 'unknown', ...unknown });
    log('warn', unknown.message);
  }
  // A process that continues the run finds there what the plan took from the record.
  await writeMetadata(run.root, await collectionMetadata(run, 'running'));
  catalog.endPlan(runId);
  return storing.bytesLeft;
}

/** What makes tasks of a plan. */
export interface StoringRun
  extends Pick<
    CollectionRun,
    'runId' | 'config' | 'root' | 'catalog' | 'disputes' | 'formerRunId' | 'settledDays'
  > {
  readonly hub: Pick<CollectionRun['hub'], 'emit' | 'inPlace'>;
  readonly downloader: Pick<CollectionRun['downloader'], 'locate'>;
  /** Where gaps and cells are recorded; in the catalog where it is left out. */
  readonly notes?: Pick<CollectionRun['catalog'], 'recordGap' | 'recordCells'>;
}

/** Makes tasks of a plan's steps, and records what else they say. */
export class Storing {
  /** Bytes of the files that are left to fetch. */
  bytesLeft = 0;
  readonly cells: PlannedCells;
  /** Verdicts on what the archive has nothing of. */
  readonly unlisted: VerdictRecord[] = [];
  readonly #run: StoringRun;
  readonly #notes: NonNullable<StoringRun['notes']>;
  readonly #changes: ChangeLog;
  readonly #log: TaskContext['log'];
  /** An attempt before this one may have failed in its middle: stored tasks have been reported. */
  readonly #isAgain: boolean;
  readonly #settled: Pick<SettledSeries, 'wasMissing'> | undefined;
  #gaps = 0;

  /** `settled` says which files the archive lacked for good until now; none where it is left out. */
  constructor(
    run: StoringRun,
    isAgain: boolean,
    log: TaskContext['log'],
    settled?: Pick<SettledSeries, 'wasMissing'>,
  ) {
    this.#run = run;
    this.#settled = settled;
    this.#log = log;
    this.#isAgain = isAgain;
    this.#changes = new ChangeLog(run);
    this.#notes = run.notes ?? run.catalog;
    this.cells = new PlannedCells({ ...run, catalog: this.#notes });
  }

  /**
   * The tasks of a plan's files, once they are let through; what else its steps say is recorded as they are read. Rejects with a
   * TapehaulError as the plan and the gate do, and when stopped.
   */
  async *tasks(
    steps: AsyncIterable<readonly PlanStep<Outcome>[]>,
    throughGate: SourceGate,
    signal: AbortSignal,
  ): AsyncGenerator<PlannedTask, void, undefined> {
    for await (const group of steps) {
      await throughGate(
        group
          .filter((step) => step.kind === 'file')
          .filter(({ found, dispute }) => found === undefined && dispute === undefined),
      );
      for (const step of group) {
        if (signal.aborted) throw stoppedBy(signal);
        if (step.kind === 'file') yield await this.file(step);
        else if (step.kind === 'gone') await this.gone(step);
        else if (step.kind === 'lost') this.cells.lost(step);
        else if (step.kind === 'verdict') await this.verdict(step);
        else this.#run.settledDays.add(step);
      }
    }
    this.cells.flush();
  }

  /** The task of a file: done where it is in place, or disputed as before. */
  async file(step: FileStep<Outcome>): Promise<PlannedTask> {
    const { key, object, listed, held, found, bytes, isNewer, dispute } = step;
    const { runId, catalog, config, hub } = this.#run;
    // Of one that is fetched anew this is reported once it has come.
    if (config.on_replaced === 'keep_old' && isNewer && held !== undefined && listed !== undefined) {
      await this.#changes.replaced(key, held, listed);
    }
    const size = found?.bytes ?? listed?.size ?? held?.bytes;
    const task = { taskId: key, name: FILE_TASK, ...(size === undefined ? {} : { bytes: size }) };
    const stored = this.#isAgain ? await catalog.task(runId, key) : undefined;
    // What has its outcome in this run is not fetched again, so the plan says nothing new of it.
    if (stored?.phase !== 'final') this.cells.file(step);
    if (found === undefined && dispute !== undefined) {
      if (stored === undefined) this.#disputed(step, dispute);
      return { ...task, input: null, done: 'Disputed' };
    }
    if (found === undefined) {
      this.bytesLeft += bytes;
      const wasMissing = held === undefined && this.#settled?.wasMissing(object) === true;
      return { ...task, input: fileInput(listed, wasMissing) };
    }
    if (stored === undefined) hub.inPlace(fileOutcome(found, object));
    return { ...task, input: null, done: 'Cached' };
  }

  /** Reports a file that is disputed as before. */
  #disputed({ key, object }: FileStep<Outcome>, dispute: DisputeRecord): void {
    const { disputes, downloader, hub } = this.#run;
    const file = disputedFile(disputes.seenAgain(dispute), object, downloader.locate(dispute.path));
    this.#log('warn', file.error?.message ?? key);
    hub.inPlace(file);
  }

  /** Records a held object that the archive does not have any more. */
  async gone({ key, held }: GoneFile): Promise<void> {
    await this.#changes.vanished(key, held);
  }

  /** Records a span of days that is not available. */
  async verdict(answer: VerdictAnswer): Promise<void> {
    const { runId, hub } = this.#run;
    this.#notes.recordGap(runId, gapRecord(answer));
    this.cells.verdict(answer);
    const record = verdictRecord(answer);
    if (record.verdict === 'never_existed') this.unlisted.push(record);
    hub.emit({ kind: 'verdict', ...record });
    // Gaps come without a wait between them: those who are notified get their turn.
    this.#gaps += 1;
    if (this.#gaps % TURN === 0) await setImmediate();
  }
}
