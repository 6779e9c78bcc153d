import type * as records from '@tapehaul/catalog';
import { BATCH_LEASE_SECONDS, type Catalog, type OwnerOptions } from '@tapehaul/catalog';
import { planInGroups, unknownRun } from '@tapehaul/catalog/rules';
import { claimBatch, ownBatch, releaseBatch, renewBatch } from '../batches/batch-rows.ts';
import { type MovedBatch, writeHandedIn } from '../batches/handed-in.ts';
import { KnownTasks, knownAfter } from '../batches/known-tasks.ts';
import { storePart } from '../batches/part-rows.ts';
import { addReport } from '../batches/report-rows.ts';
import { tasksLeft } from '../batches/tasks-left.ts';
import { isTaken } from '../connection/server-errors.ts';
import { LeaseClock } from '../owners/lease-clock.ts';
import { LEASE } from '../runs/run-writes.ts';
import { planTasks } from '../tasks/plan-rows.ts';
import { giveBackBatch } from '../tasks/task-records.ts';
import { HandInCatalog } from './hand-in-catalog.ts';

/** A record that is read and written. */
export class PostgresCatalog extends HandInCatalog implements Catalog {
  #clock: LeaseClock | undefined;
  readonly #known = new KnownTasks();

  async startRun(run: records.NewRun, options: OwnerOptions = {}): Promise<void> {
    const number = await this.writer.write(({ runs }) => runs.start(run));
    this.#own(run.runId, number, options);
  }

  async resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: records.TaskSelection },
    options: OwnerOptions = {},
  ): Promise<records.RunRecord> {
    const number = await this.writer.write(({ runs }) => runs.resume(runId, what));
    this.#own(runId, number, options);
    const run = await this.run(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  }

  markCrashedRuns(): Promise<string[]> {
    return this.writer.write(({ runs }) => runs.markCrashed());
  }

  request(runId: string, request: records.ControlRequest): Promise<void> {
    return this.writer.writeNow(({ runs }) => runs.request(runId, request), false);
  }

  async planTasks(
    runId: string,
    tasks: Iterable<records.PlannedTask> | AsyncIterable<records.PlannedTask>,
    batchTasks?: number,
  ): Promise<number> {
    const run = await this.writer.numberOf(runId);
    return planInGroups(tasks, (group) =>
      this.writer.write((writes) => {
        this.writer.refuseLost(run, runId);
        const { classes } = writes.tasks;
        return planTasks(writes.session, { classes, tally: writes.tally }, run, group, batchTasks);
      }),
    );
  }

  async claim(runId: string, options: records.ClaimOptions): Promise<records.ClaimedBatch | undefined> {
    const run = await this.writer.numberOf(runId);
    const claimed = await this.writer.write(async ({ session, runs, tasks }) => {
      this.writer.refuseLost(run, runId);
      await runs.checkOpen(runId);
      const batch = await claimBatch(session, run, options);
      if (batch === undefined) return undefined;
      const wasMoved = batch.wasHeld && (await giveBackBatch(tasks, run, batch, Date.now()));
      const left = await tasksLeft(session, this.record, run, batch);
      return { ...batch, changes: batch.changes + Number(wasMoved), left };
    });
    if (claimed === undefined) return undefined;
    const { number, epoch, losses, changes, left } = claimed;
    const claim = { runId, batch: number, epoch, leaseSeconds: options.leaseSeconds ?? BATCH_LEASE_SECONDS };
    const stored = new Map(left.map((it) => [it.stored.taskId, it.stored]));
    const held = new Set(left.flatMap(({ claimed: { taskId, held } }) => (held === null ? [] : taskId)));
    this.#known.keep(claim, { changes, tasks: stored, held });
    return { ...claim, losses, tasks: left.map((it) => it.claimed) };
  }

  async renew(claim: records.BatchClaim): Promise<void> {
    const run = await this.writer.numberOf(claim.runId);
    await this.writer.writeNow(async ({ session }) => {
      await ownBatch(session, run, claim);
      await renewBatch(session, run, claim);
    }, false);
  }

  async handIn(claim: records.BatchClaim, what: readonly records.HandedIn[]): Promise<void> {
    const run = await this.writer.numberOf(claim.runId);
    // What was handed in of these tasks before, such as a former version, comes first.
    await this.writer.handIns.written();
    const known = this.#known.take(claim);
    const write = (trusts: boolean): Promise<MovedBatch> => {
      const knowing = { known, trusts };
      return this.writer.writeNow(
        ({ tasks, held }) => writeHandedIn(tasks, held, run, claim, what, knowing),
        false,
      );
    };
    const { before, moved } = await write(true).catch((error: unknown) => {
      if (isTaken(error)) return write(false);
      throw error;
    });
    this.#known.keep(claim, knownAfter(before, moved));
  }

  async storePart(...[claim, what, part]: Parameters<Catalog['storePart']>): Promise<number> {
    const run = await this.writer.numberOf(claim.runId);
    await this.writer.handIns.written();
    return this.writer.writeNow((group) => storePart(group, run, claim, what, part), false);
  }

  async report(...[claim, report]: Parameters<Catalog['report']>): Promise<void> {
    const run = await this.writer.numberOf(claim.runId);
    await this.writer.writeNow(({ session }) => addReport(session, run, claim, report), false);
  }

  async release(...[claim, failure]: Parameters<Catalog['release']>): Promise<void> {
    this.#known.take(claim);
    const run = await this.writer.numberOf(claim.runId);
    await this.writer.writeNow(async ({ session, tasks }) => {
      await giveBackBatch(tasks, run, await ownBatch(session, run, claim), Date.now());
      await releaseBatch(session, run, claim.batch, failure);
    }, false);
  }

  hurry(): void {
    this.database.patience.hurry();
  }

  override async close(): Promise<void> {
    if (!this.database.isOpen) return;
    try {
      await this.settled();
      const { open } = this.writer.owned;
      if (open.length > 0) await this.writer.writeNow(({ runs }) => runs.abandon(open), false);
    } finally {
      this.writer.handIns.stop();
      await this.#clock?.stop();
      await super.close();
    }
  }

  #own(runId: string, number: number, options: OwnerOptions): void {
    this.writer.knowAs(runId, number);
    this.writer.owned.add(number, options);
    this.#clock ??= new LeaseClock((beats) => this.#listen(beats));
  }

  async #listen(beats: boolean): Promise<void> {
    const { owned } = this.writer;
    if (owned.open.length === 0) return;
    const notify = await this.database.write((session) => owned.listen(session, beats, LEASE));
    notify();
  }
}
