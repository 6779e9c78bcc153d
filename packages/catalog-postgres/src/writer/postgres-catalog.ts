import type * as records from '@tapehaul/catalog';
import { BATCH_LEASE_SECONDS, type Catalog, type DisputeRecord, type OwnerOptions } from '@tapehaul/catalog';
import { planInGroups, unknownRun } from '@tapehaul/catalog/rules';
import { claimBatch, ownBatch, releaseBatch, renewBatch, tasksLeft } from '../batches/batch-rows.ts';
import { writeHandedIn } from '../batches/handed-in.ts';
import { forgetSeen, writeSeen } from '../cells/seen-rows.ts';
import type { Database } from '../connection/database.ts';
import { writeDispute } from '../holdings/dispute-rows.ts';
import { writeChange, writeVersion } from '../notes/note-rows.ts';
import { LeaseClock } from '../owners/lease-clock.ts';
import { PostgresReader } from '../reader/postgres-reader.ts';
import { LEASE } from '../runs/run-writes.ts';
import { forgetPartition, outdatePartition, writePartition } from '../tables/partition-rows.ts';
import { planTasks } from '../tasks/plan-rows.ts';
import { giveBackBatch } from '../tasks/task-records.ts';
import { type HandIn, RecordWriter } from './record-writer.ts';

/** A record that is read and written. */
export class PostgresCatalog extends PostgresReader implements Catalog {
  readonly #writer: RecordWriter;
  #clock: LeaseClock | undefined;

  constructor(database: Database, record: number, place: string) {
    super(database, record);
    this.#writer = new RecordWriter(database, record, place);
  }

  async startRun(run: records.NewRun, options: OwnerOptions = {}): Promise<void> {
    const number = await this.#writer.write(({ runs }) => runs.start(run));
    this.#own(run.runId, number, options);
  }

  async resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: records.TaskSelection },
    options: OwnerOptions = {},
  ): Promise<records.RunRecord> {
    const number = await this.#writer.write(({ runs }) => runs.resume(runId, what));
    this.#own(runId, number, options);
    const run = await this.run(runId);
    if (run === undefined) throw unknownRun(runId);
    return run;
  }

  markCrashedRuns(): Promise<string[]> {
    return this.#writer.write(({ runs }) => runs.markCrashed());
  }

  request(runId: string, request: records.ControlRequest): Promise<void> {
    return this.#writer.writeNow(({ runs }) => runs.request(runId, request), false);
  }

  async planTasks(
    runId: string,
    tasks: Iterable<records.PlannedTask> | AsyncIterable<records.PlannedTask>,
  ): Promise<number> {
    const run = await this.#writer.numberOf(runId);
    return planInGroups(tasks, (group) =>
      this.#writer.write((writes) => {
        this.#writer.refuseLost(run, runId);
        const { classes } = writes.tasks;
        return planTasks(writes.session, { classes, tally: writes.tally }, run, group);
      }),
    );
  }

  endPlan(runId: string): void {
    const at = Date.now();
    this.#add(runId, ({ runs }, run) => runs.planned(run, at));
    this.#writer.handIns.writeSoon();
  }

  recordTask(change: records.TaskChange): void {
    this.#add(change.runId, (group, run) => group.task(run, change));
  }

  async claim(runId: string, options: records.ClaimOptions): Promise<records.ClaimedBatch | undefined> {
    const run = await this.#writer.numberOf(runId);
    return this.#writer.write(async ({ session, runs, tasks }) => {
      this.#writer.refuseLost(run, runId);
      await runs.checkOpen(runId);
      const batch = await claimBatch(session, run, options);
      if (batch === undefined) return undefined;
      if (batch.wasHeld) await giveBackBatch(tasks, run, batch, Date.now());
      const { number, epoch } = batch;
      const { leaseSeconds = BATCH_LEASE_SECONDS } = options;
      return {
        runId,
        batch: number,
        epoch,
        leaseSeconds,
        tasks: await tasksLeft(session, this.record, run, batch),
      };
    });
  }

  async renew(claim: records.BatchClaim): Promise<void> {
    const run = await this.#writer.numberOf(claim.runId);
    await this.#writer.writeNow(async ({ session }) => {
      await ownBatch(session, run, claim);
      await renewBatch(session, run, claim);
    }, false);
  }

  async handIn(claim: records.BatchClaim, what: readonly records.HandedIn[]): Promise<void> {
    const run = await this.#writer.numberOf(claim.runId);
    // What was handed in of these tasks before, such as a former version, comes first.
    await this.#writer.handIns.written();
    await this.#writer.writeNow(({ tasks, held }) => writeHandedIn(tasks, held, run, claim, what), false);
  }

  async release(claim: records.BatchClaim): Promise<void> {
    const run = await this.#writer.numberOf(claim.runId);
    await this.#writer.writeNow(async ({ session, tasks }) => {
      await giveBackBatch(tasks, run, await ownBatch(session, run, claim), Date.now());
      await releaseBatch(session, run, claim.batch);
    }, false);
  }

  recordRun(runId: string, state: string, at: number): void {
    this.#add(runId, ({ runs }, run) => runs.state(run, state, Math.trunc(at)));
  }

  recordTrace(runId: string, traceparent: string): void {
    this.#add(runId, ({ runs }, run) => runs.trace(run, traceparent));
  }

  recordCells(runId: string | null, cells: records.CellRecord): void {
    this.#add(runId, ({ held }) => held.mark(cells));
  }

  recordSeen(runId: string, seen: records.SeenSeries): void {
    this.#add(runId, async ({ session, held }) => {
      await held.endCells();
      await writeSeen(session, this.record, seen);
    });
  }

  forgetSeen(series: records.SeenSeries['series']): void {
    this.#add(null, ({ session }) => forgetSeen(session, this.record, series));
  }

  recordLog(line: records.NewLog): void {
    this.#writer.handIns.addLog({ runId: line.runId, write: (group, run) => group.log(run, line) });
  }

  recordObject(object: records.ObjectRecord): void {
    this.#add(object.runId, ({ held }, run) => held.hold(run, object));
  }

  forgetObject(key: string): void {
    this.#add(null, ({ held }) => held.forget(key));
  }

  recordDeepProof(key: string, sha256: string): void {
    this.#add(null, ({ held }) => held.deepen(key, sha256));
  }

  recordVersion(version: records.VersionRecord): void {
    this.#add(version.runId, ({ session }, run) => writeVersion(session, this.record, run, version));
  }

  recordChange(change: records.ChangeRecord): void {
    this.#add(change.runId, ({ session }, run) => writeChange(session, this.record, run, change));
  }

  recordGap(runId: string, gap: records.GapRecord): void {
    this.#add(runId, (group, run) => group.gap(run, gap));
  }

  recordDispute(dispute: DisputeRecord): void {
    const { firstRunId, lastRunId } = dispute;
    const write: HandIn['write'] = async ({ session, held }, lastRun, numberOf) => {
      await held.write();
      await writeDispute(session, this.record, { firstRun: numberOf(firstRunId), lastRun }, dispute);
    };
    this.#writer.handIns.add({ runId: lastRunId, others: [firstRunId], write });
  }

  recordPartition(...[partition, findings]: Parameters<Catalog['recordPartition']>): void {
    this.#add(partition.runId, ({ session }, run) =>
      writePartition(session, this.record, run, partition, findings),
    );
  }

  forgetPartition(path: string): void {
    this.#add(null, ({ session }) => forgetPartition(session, this.record, path));
  }

  outdatePartition(path: string, sha256: string): void {
    this.#add(null, ({ session }) => outdatePartition(session, this.record, path, sha256));
  }

  endRun(runId: string, state: string, result: unknown): void {
    const at = Date.now();
    this.#writer.ending(runId);
    this.#add(runId, ({ runs }, run) => runs.end(run, state, at, result ?? null));
    this.#writer.handIns.writeSoon();
  }

  settled(): Promise<void> {
    return this.#writer.handIns.settled();
  }

  hurry(): void {
    this.database.patience.hurry();
  }

  override async close(): Promise<void> {
    if (!this.database.isOpen) return;
    try {
      await this.settled();
      const { open } = this.#writer.owned;
      if (open.length > 0) await this.#writer.writeNow(({ runs }) => runs.abandon(open), false);
    } finally {
      this.#writer.handIns.stop();
      await this.#clock?.stop();
      await super.close();
    }
  }

  protected override async beforeRead(): Promise<void> {
    await this.#writer.handIns.written();
  }

  #add(runId: string | null, write: HandIn['write']): void {
    this.#writer.handIns.add({ runId, write });
  }

  #own(runId: string, number: number, options: OwnerOptions): void {
    this.#writer.knowAs(runId, number);
    this.#writer.owned.add(number, options);
    this.#clock ??= new LeaseClock((beats) => this.#listen(beats));
  }

  async #listen(beats: boolean): Promise<void> {
    const { owned } = this.#writer;
    if (owned.open.length === 0) return;
    const notify = await this.database.write((session) => owned.listen(session, beats, LEASE));
    notify();
  }
}
