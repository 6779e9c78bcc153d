import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { everyRow } from '@tapehaul/catalog';
import type { Matrix } from '@tapehaul/config';
import { asTapehaulError, counted, stoppedBy } from '@tapehaul/errors';
import type { TaskContext } from '@tapehaul/orchestrator';
import { type RunFindings, readDisputes } from '../../events/findings.ts';
import { FILE_TASK, PART_TASK } from '../../flow-names.ts';
import { slicesFor } from '../../plan/answers.ts';
import { verdictRecordOf } from '../../plan/records/gap-record.ts';
import { unknownSeries } from '../../plan/records/unknown-series.ts';
import type { VerdictRecord } from '../../plan/records/verdict-record.ts';
import { collectionMetadata } from '../../result/collection-metadata.ts';
import { isLost } from '../batches/unless-lost.ts';
import { settledEarlier } from '../seen/settled-earlier.ts';
import type { CollectionRun, PlanInParts } from '../steps/collection-run.ts';
import { writeMetadata } from '../steps/metadata-tasks.ts';
import { reportChanges } from './changes-elsewhere.ts';
import { planClaimed } from './claimed-part.ts';
import { addSettled, PartWarnings, readPartSummary, seenOf, UNREADABLE_SUMMARY } from './part-summary.ts';
import { partTasks } from './part-task.ts';

/** Objects of a part, roughly: what a worker plans in a minute, and keeps in memory meanwhile. */
const PART_OBJECTS = 50_000;
/** Series of a part: its summary says something of each. */
const PART_SERIES = 5_000;
/** Parts of a plan. They are laid out in one transaction, which has room for 5,000 tasks: a plan is laid out in whole, or not at all. */
const MOST_PARTS = 4_000;
/** How often it is read whether parts that workers have are planned, in milliseconds. */
const PART_READ_EVERY = 500;

/** Signal and log of the step that plans. */
type Waiting = Pick<TaskContext, 'signal' | 'log'>;

/** A run whose plan may be made in parts. */
type RunInParts = Omit<CollectionRun, 'followUps'>;

/** Who plans parts, and how large they are. */
export interface PartsOptions {
  /** Has all parts of a plan planned by workers; undefined where no fleet does. */
  readonly elsewhere: { plan(waiting: Waiting): Promise<void> } | undefined;
  /** {@link PART_OBJECTS} by default. */
  readonly objects: number | undefined;
  /** Takes the disputes that workers have met, once all parts are stored. */
  readonly findings: Pick<RunFindings, 'disputes'>;
}

/**
 * Plans runs in parts. A plan of a single part, or one that is compared with a plan that people have agreed to, is made by the owner of the run. Where
 * parts are laid out already, they are planned, in this process where there is no fleet.
 */
export function planInParts(options: PartsOptions): PlanInParts {
  return async (run, matrix, waiting) => {
    if (!(await layOut(run, matrix, options, waiting))) return undefined;
    if (options.elsewhere === undefined) await planHere(run, waiting);
    else await options.elsewhere.plan(waiting);
    options.findings.disputes = await readDisputes(run.catalog, run.runId);
    return endPlan(run, waiting);
  };
}

/** Lays a plan out in parts unless that is done; resolves to whether it is made in parts. */
async function layOut(
  run: RunInParts,
  matrix: Matrix,
  { elsewhere, objects = PART_OBJECTS }: PartsOptions,
  { signal, log }: Waiting,
): Promise<boolean> {
  const { runId, catalog } = run;
  const { rows } = await catalog.batches(runId, { name: PART_TASK, limit: 1 });
  if (rows.length > 0) return true;
  if (elsewhere === undefined || run.plan !== undefined) return false;
  // What was begun by an owner alone is ended by one.
  if (Object.keys(await catalog.counts(runId, FILE_TASK)).length > 0) return false;
  const source = { ...run, matrix, signal };
  const fine = await slicesFor(source, { objects, series: PART_SERIES });
  const whole = fine.reduce((sum, slice) => sum + slice.objects, 0);
  if (fine.length < 2 || whole <= objects) return false;
  const coarse = { objects: Math.ceil((2 * whole) / MOST_PARTS), series: 4 * PART_SERIES };
  const slices = fine.length <= MOST_PARTS ? fine : await slicesFor(source, coarse);
  await catalog.planTasks(runId, partTasks(slices, matrix), 1);
  log('info', `planning the request in ${counted(slices.length, 'part')}`);
  return true;
}

/** Records that the plan is stored in whole, and gives the bytes that are left to fetch. */
async function endPlan(run: RunInParts, waiting: Waiting): Promise<number> {
  const { catalog, runId, hub } = run;
  const left = await addUp(run, waiting);
  const { files } = await settledEarlier({ catalog, runId, phase: 'planned' });
  hub.count({ kind: 'earlier', ...files });
  // A process that continues the run finds there what the plan took from the record.
  await writeMetadata(run.root, await collectionMetadata(run, 'running'));
  catalog.endPlan(runId);
  return left;
}

/**
 * Plans what is left of a plan in this process. Workers of a fleet that had the run before may still take parts that were handed out to them: those are
 * waited for, or planned here once their leases have run out.
 */
async function planHere(run: RunInParts, { signal }: Waiting): Promise<void> {
  const { catalog, runId } = run;
  const holder = randomUUID();
  for (;;) {
    const claimed = await catalog.claim(runId, { name: PART_TASK, holder });
    if (claimed === undefined) {
      const { rows } = await catalog.batches(runId, { name: PART_TASK, open: true, limit: 1 });
      if (rows.length === 0) return;
      await sleep(PART_READ_EVERY, undefined, { signal }).catch(() => {});
      if (signal.aborted) throw stoppedBy(signal);
      continue;
    }
    try {
      await planClaimed(run, claimed, { signal });
    } catch (thrown) {
      if (isLost(thrown)) continue;
      await catalog.release(claimed).catch(() => {});
      throw asTapehaulError(thrown);
    }
  }
}

async function addUp(run: RunInParts, { log }: Waiting): Promise<number> {
  const { catalog, runId, hub, config } = run;
  const unlisted: VerdictRecord[] = [];
  const warnings = new PartWarnings((warning) => {
    hub.emit({ kind: 'warning', ...warning });
    log('warn', warning.message);
  });
  let bytesLeft = 0;
  run.settledDays.clear();
  run.seen.length = 0;
  for await (const stored of everyRow(catalog.batchReports(runId, PART_TASK))) {
    const summary = readPartSummary(stored);
    if (summary === undefined) {
      log('warn', UNREADABLE_SUMMARY);
      continue;
    }
    bytesLeft += summary.bytes_left;
    addSettled(run.settledDays, summary);
    for (const seen of seenOf(summary)) run.seen.push(seen);
    for (const verdict of summary.unlisted) unlisted.push(verdict);
    for (const warning of summary.warnings) warnings.add(warning);
    for (const line of summary.problems) log('warn', line);
  }
  warnings.end();
  await reportChanges(run, new Set(), log);
  // What does not exist comes in the order of the plan: the result names it by its first verdict.
  for (const verdict of unlisted) hub.emit({ kind: 'verdict', ...verdict });
  for await (const gap of everyRow(catalog.gaps(runId))) {
    if (gap.verdict !== 'never_existed') hub.emit({ kind: 'verdict', ...verdictRecordOf(gap) });
  }
  for (const unknown of unknownSeries(config, unlisted)) {
    hub.emit({ kind: 'unknown', ...unknown });
    log('warn', unknown.message);
  }
  return bytesLeft;
}
