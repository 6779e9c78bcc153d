import { setImmediate } from 'node:timers/promises';
import { formatSeries, type SeriesParts } from '@tapehaul/archive';
import type * as records from '@tapehaul/catalog';
import type {
  BatchClaim,
  Catalog,
  ClaimedBatch,
  ClaimOptions,
  DisputeRecord,
  HandedIn,
} from '@tapehaul/catalog';
import { MOST_REPORTED, reportText } from '@tapehaul/catalog/rules';
import type { ErrorRecord } from '@tapehaul/errors';
import { MemoryOwner } from './memory-owner.ts';
import { claimBatch, openTasks, ownBatch, recordChange, releaseBatch, renewBatch } from './runs/claims.ts';
import { inPages } from './runs/memory-pages.ts';
import { refusal } from './runs/refusal.ts';
import { byFolder, remaining } from './runs/remaining.ts';

/** Tasks of a plan that are stored at once, before other work gets its turn. */
const PLAN_GROUP = 5_000;

/** One process's view of a record in memory. */
export class MemoryCatalog extends MemoryOwner implements Catalog {
  async planTasks(
    runId: string,
    tasks: Iterable<records.PlannedTask> | AsyncIterable<records.PlannedTask>,
    batchTasks?: number,
  ): Promise<number> {
    const run = this.found(runId);
    run.endBatch();
    let added = 0;
    let read = 0;
    for await (const task of tasks) {
      if (this.isLost(run)) throw refusal('output_in_use', `run ${runId} was taken over`, { runId });
      if (run.plan(task, batchTasks)) added += 1;
      read += 1;
      if (read % PLAN_GROUP === 0) await setImmediate();
    }
    if (this.isLost(run)) throw refusal('output_in_use', `run ${runId} was taken over`, { runId });
    return added;
  }

  endPlan(runId: string): void {
    this.write(runId, (run) => {
      run.record = { ...run.record, plannedAt: Date.now() };
    });
  }

  async *remainingTasks(runId: string, name: string): AsyncGenerator<readonly records.PlannedTask[]> {
    yield* inPages(remaining(this.found(runId), name), ({ taskId, input, progress: { bytes } }) => {
      return { taskId, name, input, ...(bytes === null ? {} : { bytes }) };
    });
  }

  async *remainingFolders(
    runId: string,
    name: string,
    blockBytes: number,
  ): AsyncGenerator<readonly records.RemainingFolder[]> {
    yield* inPages(byFolder(remaining(this.found(runId), name), blockBytes));
  }

  recordTask(change: records.TaskChange): void {
    const { runId, taskId, name } = change;
    this.write(runId, (run) => recordChange(run.task({ taskId, name, input: null }), change));
  }

  async claim(runId: string, options: ClaimOptions): Promise<ClaimedBatch | undefined> {
    const run = this.found(runId);
    if (this.isLost(run)) throw refusal('output_in_use', `run ${runId} was taken over`, { runId });
    return claimBatch(run, options, (taskId) => this.opened().objects.get(taskId) ?? null);
  }

  async renew(claim: BatchClaim): Promise<void> {
    renewBatch(ownBatch(this.found(claim.runId), claim), claim.leaseSeconds);
  }

  async handIn(claim: BatchClaim, what: readonly HandedIn[]): Promise<void> {
    const run = this.found(claim.runId);
    const batch = ownBatch(run, claim);
    const open = openTasks(batch, what);
    for (const { change, object, cells } of what) {
      const task = run.tasks.get(change.taskId);
      if (task === undefined || !open.has(task)) continue;
      recordChange(task, change);
      if (change.phase === 'final') {
        Object.assign(batch, { losses: 0, failure: null });
        open.delete(task);
      }
      if (object !== undefined) this.opened().hold(object);
      if (cells !== undefined) this.opened().cells.mark(cells);
    }
    renewBatch(batch, claim.leaseSeconds);
  }

  async storePart(...[claim, what, part]: Parameters<Catalog['storePart']>): Promise<number> {
    const run = this.found(claim.runId);
    const batch = ownBatch(run, claim);
    if (openTasks(batch, what).size === 0) return 0;
    batch.reports = [part.summary ?? null];
    const added = run.planPart(claim.batch, part.tasks);
    for (const gap of part.gaps) this.recordGap(claim.runId, gap);
    for (const cells of part.cells) this.opened().cells.mark(cells);
    await this.handIn(claim, what);
    return added;
  }

  async report(claim: BatchClaim, report: unknown): Promise<void> {
    const { reports } = ownBatch(this.found(claim.runId), claim);
    // As text they are lines behind each other.
    const kept = Buffer.byteLength(reports.map(reportText).join('\n'));
    if (kept < MOST_REPORTED) reports.push(report ?? null);
  }

  async release(claim: BatchClaim, failure?: ErrorRecord): Promise<void> {
    releaseBatch(ownBatch(this.found(claim.runId), claim), failure);
  }

  recordRun(runId: string, state: string, at: number): void {
    this.write(runId, (run) => run.enter(state, at));
  }

  recordTrace(runId: string, traceparent: string): void {
    this.write(runId, (run) => {
      run.record = { ...run.record, traceparent };
    });
  }

  endRun(runId: string, state: string, result: unknown): void {
    this.write(runId, (run) => this.end(run, state, result ?? null, Date.now()));
  }

  recordCells(runId: string | null, cells: records.CellRecord): void {
    if (runId === null) this.opened().cells.mark(cells);
    else this.write(runId, () => this.opened().cells.mark(cells));
  }

  recordSeen(runId: string, seen: records.SeenSeries): void {
    this.write(runId, () => this.opened().cells.see(seen));
  }

  forgetSeen(series: SeriesParts): void {
    this.opened().cells.forgetSeen(series);
  }

  recordLog(log: records.NewLog): void {
    const { taskId, attempt, traceId = null, spanId = null } = log;
    this.write(log.runId, ({ logs, tasks }) => {
      const earlier = (taskId === null ? undefined : tasks.get(taskId))?.progress.earlier ?? 0;
      const made = attempt === null ? null : attempt + earlier;
      logs.push({ ...log, attempt: made, traceId, spanId, sequence: this.opened().nextLine() });
    });
  }

  recordChange(change: records.ChangeRecord): void {
    this.write(change.runId, () => this.opened().changes.push(change));
  }

  recordGap(runId: string, gap: records.GapRecord): void {
    const { series, first, last, verdict } = gap;
    this.write(runId, ({ gaps }) => gaps.set([formatSeries(series), first, last, verdict].join('\0'), gap));
  }

  recordObject(object: records.ObjectRecord): void {
    this.write(object.runId, () => this.opened().hold(object));
  }

  forgetObject(key: string): void {
    this.opened().forget(key);
  }

  recordDeepProof(key: string, sha256: string): void {
    const { objects } = this.opened();
    const held = objects.get(key);
    if (held?.sha256 === sha256) objects.set(key, { ...held, depth: 'deep' });
  }

  recordVersion(version: records.VersionRecord): void {
    this.write(version.runId, () => this.opened().versions.push(version));
  }

  recordDispute(dispute: DisputeRecord): void {
    this.found(dispute.firstRunId);
    this.write(dispute.lastRunId, () => this.opened().disputes.set(dispute.key, dispute));
  }

  recordPartition(...[partition, findings]: Parameters<Catalog['recordPartition']>): void {
    this.write(partition.runId, () => this.opened().tables.record(partition, findings));
  }

  forgetPartition(path: string): void {
    this.opened().tables.forget(path);
  }

  outdatePartition(path: string, sha256: string): void {
    this.opened().tables.outdate(path, sha256);
  }

  async settled(): Promise<void> {
    this.opened();
  }

  hurry(): void {}
}
