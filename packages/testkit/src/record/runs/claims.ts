import {
  BATCH_LEASE_SECONDS,
  type BatchClaim,
  type BatchQuery,
  type BatchRecord,
  type ClaimedBatch,
  type ClaimedTask,
  type ClaimOptions,
  type HandedIn,
  type Page,
} from '@tapehaul/catalog';
import { advance, batchLost, giveBack, SCHEDULED } from '@tapehaul/catalog/rules';
import type { ErrorRecord } from '@tapehaul/errors';
import type { MemoryBatch, MemoryTask } from './memory-batch.ts';
import { pageBy } from './memory-pages.ts';
import type { MemoryRun } from './memory-run.ts';
import { refusal } from './refusal.ts';

/** Claims the first batch of a run that is free and has tasks without an outcome. */
export function claimBatch(
  run: MemoryRun,
  { name, holder, leaseSeconds = BATCH_LEASE_SECONDS, batch: wanted }: ClaimOptions,
  held: (taskId: string) => ClaimedTask['held'],
): ClaimedBatch | undefined {
  const { runId, state, endedAt } = run.record;
  if (endedAt !== null) {
    throw refusal('run_ended', `run ${runId} is ${state}: no process works on it`, { runId });
  }
  const now = Date.now();
  const isFree = (it: MemoryBatch): boolean =>
    wanted === undefined
      ? it.holder === null || (it.holder !== holder && it.until <= now)
      : it.number === wanted;
  const batch = run.batches.find((it) => it.name === name && isFree(it) && it.tasks.some(isOpen));
  if (batch === undefined) return undefined;
  if (batch.holder !== null) {
    giveBackBegun(batch, now);
    batch.losses += 1;
  }
  batch.epoch += 1;
  batch.holder = holder;
  batch.worker = holder;
  renewBatch(batch, leaseSeconds);
  const tasks = batch.tasks.filter(isOpen).map(({ taskId, input, progress: { bytes } }): ClaimedTask => {
    return { taskId, name, input, ...(bytes === null ? {} : { bytes }), held: held(taskId) };
  });
  return { runId, batch: batch.number, epoch: batch.epoch, leaseSeconds, tasks, losses: batch.losses };
}

/** The batch of a claim. Throws `batch_lost` unless that is the latest one. */
export function ownBatch(run: MemoryRun, claim: BatchClaim): MemoryBatch {
  const batch = run.batches.find(({ number }) => number === claim.batch);
  if (batch?.holder == null || batch.epoch !== claim.epoch) throw batchLost(claim);
  return batch;
}

export function renewBatch(batch: MemoryBatch, seconds: number): void {
  batch.until = Date.now() + seconds * 1_000;
}

/** Gives a batch out of the hands of its holder. */
export function releaseBatch(batch: MemoryBatch, failure: ErrorRecord | undefined): void {
  giveBackBegun(batch, Date.now());
  batch.holder = null;
  batch.failure = failure ?? null;
  if (failure !== undefined) batch.losses += 1;
}

/** A page of the batches of a run. */
export function batchPage(run: MemoryRun, query: BatchQuery): Page<BatchRecord> {
  const { name, open = false } = query;
  const found = run.batches.filter(
    (it) => (name === undefined || it.name === name) && (!open || it.tasks.some(isOpen)),
  );
  const page = pageBy('batches', found, query, ({ number }) => [number]);
  return { ...page, rows: page.rows.map(batchRecord) };
}

function batchRecord(batch: MemoryBatch): BatchRecord {
  const { number, name, tasks, epoch, holder, worker, until, losses, failure } = batch;
  const isHeld = holder !== null && until > Date.now();
  const left = tasks.filter(isOpen).length;
  return { batch: number, name, left, claims: epoch, holder: worker, isHeld, losses, failure };
}

/** Schedules again what had begun of a batch. */
function giveBackBegun({ tasks }: MemoryBatch, at: number): void {
  for (const { progress, attempts } of tasks) {
    if (progress.phase === 'final' || progress.state === SCHEDULED) continue;
    const ended = giveBack(progress, at);
    if (ended === undefined) continue;
    const { phase: _, ...attempt } = ended;
    attempts.push(attempt);
  }
}

/** The tasks of a batch that something is handed in of, except those that have their outcome. */
export function openTasks(batch: MemoryBatch, what: readonly HandedIn[]): Set<MemoryTask> {
  const byId = new Map(batch.tasks.map((task) => [task.taskId, task]));
  const found = what.map(({ change: { taskId } }) => {
    const task = byId.get(taskId);
    if (task === undefined) throw refusal('internal', `task ${taskId} is not of batch ${batch.number}`, {});
    return task;
  });
  return new Set(found.filter(isOpen));
}

/** Takes a task on by a change, and keeps the attempt that ended with it. */
export function recordChange({ progress, attempts }: MemoryTask, change: HandedIn['change']): void {
  const ended = advance(progress, change);
  if (ended === undefined) return;
  const { phase: _, ...attempt } = ended;
  attempts.push(attempt);
}

function isOpen({ progress }: MemoryTask): boolean {
  return progress.phase !== 'final';
}
