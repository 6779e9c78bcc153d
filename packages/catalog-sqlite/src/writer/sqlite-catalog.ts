import type { DatabaseSync } from 'node:sqlite';
import type * as records from '@tapehaul/catalog';
import type { Catalog, DisputeRecord, OwnerOptions } from '@tapehaul/catalog';
import { planInGroups, takenOver, unknownRun } from '@tapehaul/catalog/rules';
import { SqliteReader } from '../reader/catalog-reader.ts';
import { Patience } from './patience.ts';
import { WaitingRows } from './waiting-rows.ts';
import { Writers } from './writers.ts';

/** The catalog in a SQLite file, for its owner. */
export class SqliteCatalog extends SqliteReader implements Catalog {
  readonly #database: DatabaseSync;
  readonly #write: Writers;
  readonly #patience: Patience;
  readonly #waiting: WaitingRows;
  readonly #numberOf = (runId: string): number => this.#write.numberOf(runId);

  constructor(database: DatabaseSync, path: string) {
    super(database, path);
    this.#database = database;
    this.#write = new Writers(database, path);
    this.#patience = new Patience(database);
    this.#waiting = new WaitingRows(this.#write, this.#patience);
  }

  async startRun(run: records.NewRun, options: OwnerOptions = {}): Promise<void> {
    const number = await this.#waiting.write(() => this.#write.runs.start(run));
    this.#own(run.runId, number, options);
  }

  async resumeRun(
    runId: string,
    what: { readonly failed: boolean; readonly parameters?: unknown; readonly only?: records.TaskSelection },
    options: OwnerOptions = {},
  ): Promise<records.RunRecord> {
    const number = await this.#waiting.write(() => this.#write.runs.resume(runId, what));
    return this.#own(runId, number, options);
  }

  async markCrashedRuns(): Promise<string[]> {
    return this.#waiting.write(() => this.#write.runs.markCrashed());
  }

  async request(runId: string, request: records.ControlRequest): Promise<void> {
    await this.#waiting.writeNow(() => this.#write.runs.request(runId, request));
  }

  async planTasks(
    runId: string,
    tasks: Iterable<records.PlannedTask> | AsyncIterable<records.PlannedTask>,
    batchTasks?: number,
  ): Promise<number> {
    const run = this.#numberOf(runId);
    return planInGroups(tasks, (group) =>
      this.#waiting.write(() => {
        if (this.#write.owned.isLost(run)) throw takenOver(runId);
        return this.#write.plan.plan(run, group, batchTasks);
      }),
    );
  }

  endPlan(runId: string): void {
    const [run, at] = [this.#numberOf(runId), Date.now()];
    this.#waiting.note(run, () => this.#write.runs.planned(run, at));
    this.#waiting.flushSoon();
  }

  recordTask(change: records.TaskChange): void {
    this.#waiting.task(this.#numberOf(change.runId), change);
  }

  async claim(runId: string, options: records.ClaimOptions): Promise<records.ClaimedBatch | undefined> {
    const run = this.#numberOf(runId);
    return this.#waiting.write(() => {
      if (this.#write.owned.isLost(run)) throw takenOver(runId);
      this.#write.runs.checkOpen(runId);
      return this.#write.batches.claim(run, runId, options);
    });
  }

  async renew(claim: records.BatchClaim): Promise<void> {
    const run = this.#numberOf(claim.runId);
    await this.#waiting.writeNow(() => this.#write.batches.renew(run, claim));
  }

  async handIn(claim: records.BatchClaim, what: readonly records.HandedIn[]): Promise<void> {
    const run = this.#numberOf(claim.runId);
    // What was handed in of these tasks before, such as a former version, comes first.
    await this.#waiting.write(() => this.#write.batches.handIn(run, claim, what));
  }

  async storePart(...[claim, what, part]: Parameters<Catalog['storePart']>): Promise<number> {
    const run = this.#numberOf(claim.runId);
    return this.#waiting.write(() => this.#write.parts.store(run, claim, what, part));
  }

  async report(...[claim, report]: Parameters<Catalog['report']>): Promise<void> {
    const run = this.#numberOf(claim.runId);
    await this.#waiting.writeNow(() => this.#write.batches.report(run, claim, report));
  }

  async release(...[claim, failure]: Parameters<Catalog['release']>): Promise<void> {
    const run = this.#numberOf(claim.runId);
    await this.#waiting.writeNow(() => this.#write.batches.release(run, claim, failure));
  }

  recordRun(runId: string, state: string, at: number): void {
    this.#note(runId, (run) => this.#write.runs.state(run, state, Math.trunc(at)));
  }

  recordTrace(runId: string, traceparent: string): void {
    this.#note(runId, (run) => this.#write.runs.trace(run, traceparent));
  }

  recordCells(runId: string | null, cells: records.CellRecord): void {
    this.#waiting.cells(runId === null ? null : this.#numberOf(runId), cells);
  }

  readonly recordSeen = (runId: string, seen: records.SeenSeries) =>
    this.#waiting.seen(this.#numberOf(runId), seen);
  readonly forgetSeen = (series: records.SeenSeries['series']) => this.#waiting.forgetSeen(series);

  recordLog(log: records.NewLog): void {
    this.#waiting.log(this.#numberOf(log.runId), log);
  }

  recordObject(object: records.ObjectRecord): void {
    this.#waiting.object(this.#numberOf(object.runId), object);
  }

  readonly forgetObject = (key: string) => this.#waiting.forget(key);

  readonly recordDeepProof = (key: string, sha256: string) => this.#waiting.deepProof(key, sha256);

  recordVersion(version: records.VersionRecord): void {
    this.#note(version.runId, (run) => this.#write.notes.version(run, version));
  }

  recordChange(change: records.ChangeRecord): void {
    this.#note(change.runId, (run) => this.#write.notes.change(run, change));
  }

  recordGap(runId: string, gap: records.GapRecord): void {
    this.#note(runId, (run) => this.#write.notes.gap(run, gap));
  }

  recordDispute(dispute: DisputeRecord): void {
    const [first, run] = [this.#numberOf(dispute.firstRunId), this.#numberOf(dispute.lastRunId)];
    this.#waiting.dispute(run, dispute.key, () => this.#write.disputes.record(first, run, dispute));
  }

  recordPartition(...[partition, findings]: Parameters<Catalog['recordPartition']>): void {
    this.#note(partition.runId, (run) => this.#write.partitions.record(run, partition, findings));
  }

  readonly forgetPartition = (path: string) => this.#waiting.forgetPartition(path);
  readonly outdatePartition = (path: string, sha256: string) => this.#waiting.outdatePartition(path, sha256);

  endRun(runId: string, state: string, result: unknown): void {
    const [run, at] = [this.#numberOf(runId), Date.now()];
    this.#write.owned.ending(run);
    this.#waiting.note(run, () => this.#write.runs.end(run, state, at, result));
    this.#waiting.flushSoon();
  }

  protected override findNow(key: string): records.ObjectRecord | undefined {
    const waiting = this.#waiting.objects([key]);
    return waiting.has(key) ? waiting.get(key) : super.findNow(key);
  }

  protected override findAllNow(keys: readonly string[]): Map<string, records.ObjectRecord> {
    return this.#waiting.over(super.findAllNow(keys), keys);
  }

  async settled(): Promise<void> {
    await this.#waiting.settled();
  }

  hurry(): void {
    this.#patience.hurry();
  }

  override async close(): Promise<void> {
    if (!this.#database.isOpen) return;
    try {
      await this.settled();
      if (this.#write.owned.anyOpen) await this.#waiting.writeNow(() => this.#write.abandonAll());
    } finally {
      this.#write.owned.release();
      this.#waiting.stop();
      await super.close();
    }
  }

  protected override beforeRead(): void {
    this.#waiting.flushToRead();
  }

  #note(runId: string, write: (run: number) => void): void {
    const run = this.#numberOf(runId);
    this.#waiting.note(run, () => write(run));
  }

  #own(runId: string, number: number, { onRequest }: OwnerOptions): records.RunRecord {
    this.#write.knowAs(runId, number);
    const run = this.runNow(runId);
    if (run === undefined) throw unknownRun(runId);
    this.#write.own(number, run, onRequest);
    return run;
  }
}
