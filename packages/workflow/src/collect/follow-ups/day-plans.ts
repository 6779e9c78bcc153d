import type { ArchiveObject } from '@tapehaul/archive';
import { BUILT_IN_MATRIX, type CollectionConfig, type Matrix } from '@tapehaul/config';
import type { Outcome } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import type { LivedDays } from '../../file/lived-days.ts';
import { planSteps } from '../../plan/plan.ts';
import { type SourceGate, sourceGate } from '../../plan/source-gate.ts';
import type { FileStep, PlanStep } from '../../plan/steps/plan-step.ts';
import type { CollectionRun } from '../steps/collection-run.ts';
import { matrixOf } from '../steps/preparation.ts';
import { Storing } from '../steps/store-plan.ts';

/** Signal and log of the step that plans. */
export type Waiting = Pick<TaskContext, 'signal' | 'log'>;

/** Days that are planned beside the plan of a run. */
export interface AddedDays {
  /** Files that the plan did not have before. */
  readonly files: number;
  /** Bytes of those that are to be fetched. */
  readonly bytesLeft: number;
}

/**
 * Adds days of months to a plan that is stored: as its request was planned, by its matrix and after the same checks of the source.
 * A day that is in the plan already stays as it is.
 */
export class DayPlans {
  readonly #run: Omit<CollectionRun, 'followUps'>;
  #matrix: Promise<Matrix> | undefined;
  #gate: SourceGate | undefined;

  constructor(run: Omit<CollectionRun, 'followUps'>) {
    this.#run = run;
  }

  /**
   * Adds the days of a span of a month, with what the plan says of days that do not exist; of `only`, where it is given, the files of
   * these days and nothing else. Waits while the downloader is paused. Rejects as a plan does.
   */
  async add(
    month: ArchiveObject,
    span: LivedDays,
    { signal, log }: Waiting,
    only?: ReadonlySet<string>,
  ): Promise<AddedDays> {
    const { runId, catalog, downloader } = this.#run;
    const matrix = await this.#ownMatrix(log);
    await downloader.room(signal);
    if (signal.aborted) throw stoppedBy(signal);
    this.#gate ??= sourceGate({ ...this.#run, signal });
    // Days that an earlier attempt has stored have been reported.
    const storing = new Storing(this.#run, true, log);
    const steps = planSteps<Outcome>({
      ...this.#run,
      config: configOf(this.#run.config, month, span),
      matrix,
      signal,
      record: catalog,
      inPlace: (request, held) => downloader.inPlace(request, held),
    });
    const wanted = only === undefined ? steps : filesOf(steps, only);
    const files = await catalog.planTasks(runId, storing.tasks(wanted, this.#gate, signal));
    return { files, bytesLeft: storing.bytesLeft };
  }

  /** The matrix that the request was planned by; the built-in one, which its rows are taken from, where its file is gone by now. */
  #ownMatrix(log: Waiting['log']): Promise<Matrix> {
    this.#matrix ??= matrixOf(this.#run).catch((thrown: unknown) => {
      const { message } = asTapehaulError(thrown);
      log('warn', `days of months are planned by the built-in matrix: ${message}`);
      return BUILT_IN_MATRIX;
    });
    return this.#matrix;
  }
}

/** The files of some days. */
async function* filesOf(
  steps: AsyncIterable<readonly PlanStep<Outcome>[]>,
  days: ReadonlySet<string>,
): AsyncGenerator<readonly FileStep<Outcome>[]> {
  for await (const group of steps) {
    yield group.filter((step) => step.kind === 'file').filter(({ object }) => days.has(object.period));
  }
}

/** The configuration of a collection of some days of one series. */
function configOf(
  config: CollectionConfig,
  { market, dataType, symbol, interval }: ArchiveObject,
  { first, last }: LivedDays,
): CollectionConfig {
  return {
    ...config,
    planning: 'matrix',
    partition: 'daily',
    markets: [market],
    symbols: [symbol],
    data_types: [dataType],
    ...(interval === null ? {} : { intervals: [interval] }),
    date_range: { start: first, end: last },
  };
}
