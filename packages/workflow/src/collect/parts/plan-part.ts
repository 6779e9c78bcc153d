import type { CellRecord, GapRecord, PlannedPart, PlannedTask, SeenSeries } from '@tapehaul/catalog';
import type { Outcome } from '@tapehaul/downloader';
import type { TaskContext } from '@tapehaul/orchestrator';
import { ListingProblems } from '../../plan/listing/listing-problems.ts';
import { planSteps } from '../../plan/plan.ts';
import type { PlanWarning } from '../../plan/records/plan-warning.ts';
import { SettledCounts } from '../../plan/settled/settled-counts.ts';
import { SettledSeries } from '../../plan/settled/settled-series.ts';
import { sourceGate } from '../../plan/source-gate.ts';
import { SeenPlans } from '../seen/seen-plans.ts';
import type { CollectionRun } from '../steps/collection-run.ts';
import { Storing } from '../steps/store-plan.ts';
import { type PartSummary, seenRows, settledRows } from './part-summary.ts';
import { planPartOf } from './part-task.ts';

/** What a part of a run is planned with, by its owner or by a worker. */
export type PartRun = Pick<
  CollectionRun,
  | 'runId'
  | 'config'
  | 'catalog'
  | 'root'
  | 'target'
  | 'today'
  | 'downloader'
  | 'disputes'
  | 'formerRunId'
  | 'network'
  | 'access'
  | 'origins'
  | 'otherRoute'
  | 'pace'
>;

/**
 * Plans a part of a run as the run itself would be planned, and keeps what the plan says of it in memory: it is stored in whole or not at all. Rejects
 * as planning does.
 */
export async function planPart(
  run: PartRun,
  task: Pick<PlannedTask, 'input'>,
  { signal, log }: Pick<TaskContext, 'signal' | 'log'>,
): Promise<PlannedPart> {
  const { catalog, downloader, today } = run;
  const { config, existing, matrix } = planPartOf(task, run.config);
  const gaps: GapRecord[] = [];
  const cells: CellRecord[] = [];
  const seen: SeenSeries[] = [];
  const warnings: PlanWarning[] = [];
  const problems = new ListingProblems();
  const settledDays = new SettledCounts();
  const settled = new SettledSeries({ record: catalog, config, matrix, today });
  const part = { ...run, config, settledDays, seen };
  const storing = new Storing(
    {
      ...part,
      hub: SILENT,
      notes: {
        recordGap: (_, gap) => void gaps.push(gap),
        recordCells: (_, some) => void cells.push(some),
      },
    },
    false,
    log,
    settled,
  );
  const steps = planSteps<Outcome>({
    ...part,
    matrix,
    existing,
    signal,
    record: catalog,
    settled,
    inPlace: (request, held, isTrusted) => downloader.inPlace(request, held, isTrusted),
    onProblem: problems.add,
    onWarning: (warning) => void warnings.push(warning),
  });
  const seenPlans = new SeenPlans(part, settled);
  const gate = sourceGate({ ...part, signal });
  const tasks = await Array.fromAsync(storing.tasks(seenPlans.through(steps), gate, signal));
  const summary: PartSummary = {
    bytes_left: storing.bytesLeft,
    ...settledRows(settledDays),
    seen: seenRows(seen),
    unlisted: storing.unlisted,
    warnings,
    problems: problems.lines(),
  };
  return { tasks, gaps, cells, summary };
}

/** Files in place and verdicts are reported by the owner of the run, from the record. */
const SILENT: Pick<CollectionRun['hub'], 'emit' | 'inPlace'> = { emit: () => {}, inPlace: () => {} };
