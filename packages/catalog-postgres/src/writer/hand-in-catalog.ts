import type * as records from '@tapehaul/catalog';
import type { Catalog, DisputeRecord, HandIn as HandsIn } from '@tapehaul/catalog';
import { forgetSeen, writeSeen } from '../cells/seen-rows.ts';
import type { Database } from '../connection/database.ts';
import { writeDispute } from '../holdings/dispute-rows.ts';
import { writeChange, writeVersion } from '../notes/note-rows.ts';
import { PostgresReader } from '../reader/postgres-reader.ts';
import { forgetPartition, outdatePartition, writePartition } from '../tables/partition-rows.ts';
import { type HandIn, RecordWriter } from './record-writer.ts';

/** A record that takes what is handed in: each call returns at once, and its reads see what was handed in before. */
export abstract class HandInCatalog
  extends PostgresReader
  implements Pick<Catalog, Exclude<HandsIn, 'hurry'>>
{
  protected readonly writer: RecordWriter;

  constructor(database: Database, record: number, place: string) {
    super(database, record);
    this.writer = new RecordWriter(database, record, place);
  }

  recordTask(change: records.TaskChange): void {
    this.#add(change.runId, (group, run) => group.task(run, change));
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
    this.writer.handIns.addLog({ runId: line.runId, write: (group, run) => group.log(run, line) });
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
    this.writer.handIns.add({ runId: lastRunId, others: [firstRunId], write });
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

  endPlan(runId: string): void {
    const at = Date.now();
    this.#add(runId, ({ runs }, run) => runs.planned(run, at));
    this.writer.handIns.writeSoon();
  }

  endRun(runId: string, state: string, result: unknown): void {
    const at = Date.now();
    this.writer.ending(runId);
    this.#add(runId, ({ runs }, run) => runs.end(run, state, at, result ?? null));
    this.writer.handIns.writeSoon();
  }

  settled(): Promise<void> {
    return this.writer.handIns.settled();
  }

  protected override async beforeRead(): Promise<void> {
    await this.writer.handIns.written();
  }

  #add(runId: string | null, write: HandIn['write']): void {
    this.writer.handIns.add({ runId, write });
  }
}
