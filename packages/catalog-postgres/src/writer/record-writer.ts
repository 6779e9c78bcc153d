import { randomUUID } from 'node:crypto';
import { takenOver, unknownRun } from '@tapehaul/catalog/rules';
import { asTapehaulError, type TapehaulError } from '@tapehaul/errors';
import type { Database } from '../connection/database.ts';
import { isRefused } from '../connection/server-errors.ts';
import { one, type Session } from '../connection/session.ts';
import { OwnedRuns } from '../owners/owned-runs.ts';
import { GroupWrites, type Writing } from './group-writes.ts';
import { HandIns } from './hand-ins.ts';

/** What was handed in: of a run by its id, where it is about one. */
export interface HandIn {
  readonly runId: string | null;
  /** Other runs that must be recorded. */
  readonly others?: readonly string[];
  /** Writes it, or gives it to the group, which writes it; `run` is the number of its run. */
  readonly write: (
    group: GroupWrites,
    run: number,
    numberOf: (runId: string) => number,
  ) => void | Promise<void>;
}

/** Writes one record: transactions that begin with a check which runs are still of this owner, and what waits for them. */
export class RecordWriter {
  readonly owned = new OwnedRuns(randomUUID());
  readonly handIns = new HandIns<HandIn>((group) => this.#writeGroup(group));
  readonly #database: Database;
  readonly #writing: Writing;
  readonly #numbers = new Map<string, number>();

  constructor(database: Database, record: number, place: string) {
    this.#database = database;
    this.#writing = { record, owner: this.owned.owner, place, knownClasses: new Map() };
  }

  /** Writes after what waits. */
  async write<Result>(work: (group: GroupWrites) => Promise<Result>): Promise<Result> {
    await this.handIns.written();
    return this.writeNow(work);
  }

  /** Writes before what waits; `checks` says whether what is written is of runs of this owner. */
  async writeNow<Result>(work: (group: GroupWrites) => Promise<Result>, checks = true): Promise<Result> {
    const { result, group } = await this.#database.write(async (session) => {
      if (checks) await this.owned.check(session);
      const group = new GroupWrites(session, this.#writing);
      const result = await work(group);
      await group.end();
      return { result, group };
    });
    group.tasks.classes.keep();
    return result;
  }

  /** The number of a run. Rejects with a TapehaulError `run_not_found` when there is none of that id. */
  async numberOf(runId: string): Promise<number> {
    if (!this.#numbers.has(runId)) await this.#database.read((session) => this.#learn(session, [runId]));
    const number = this.#numbers.get(runId);
    if (number === undefined) throw unknownRun(runId);
    return number;
  }

  /** Keeps the number of a run of this owner that was just recorded. */
  knowAs(runId: string, number: number): void {
    this.#numbers.set(runId, number);
  }

  /** To be called when the end of a run is handed in. */
  ending(runId: string): void {
    const number = this.#numbers.get(runId);
    if (number !== undefined) this.owned.ending(number);
  }

  /** Throws a TapehaulError `output_in_use` when another owner has taken over a run from this one. */
  refuseLost(run: number, runId: string): void {
    if (this.owned.isLost(run)) throw takenOver(runId);
  }

  /** Writes a group; where something in it can never be written, each by itself. Gives why those are refused. */
  async #writeGroup(group: readonly HandIn[]): Promise<TapehaulError[]> {
    try {
      return await this.#writeTogether(group);
    } catch (error) {
      if (!isRefused(error)) throw error;
      if (group.length === 1) return [asTapehaulError(error)];
      const half = Math.ceil(group.length / 2);
      return [
        ...(await this.#writeGroup(group.slice(0, half))),
        ...(await this.#writeGroup(group.slice(half))),
      ];
    }
  }

  #writeTogether(group: readonly HandIn[]): Promise<TapehaulError[]> {
    return this.writeNow(async (writes) => {
      const ids = group.flatMap(({ runId, others = [] }) => (runId === null ? others : [runId, ...others]));
      await this.#learn(writes.session, ids);
      const numberOf = (runId: string): number => this.#numbers.get(runId) ?? 0;
      const refused: TapehaulError[] = [];
      for (const { runId, others = [], write } of group) {
        const unknown = [runId, ...others].find((id) => id !== null && !this.#numbers.has(id));
        if (typeof unknown === 'string') {
          refused.push(unknownRun(unknown));
          continue;
        }
        const run = runId === null ? 0 : numberOf(runId);
        if (!this.owned.isLost(run)) await write(writes, run, numberOf);
      }
      return refused;
    });
  }

  async #learn(session: Session, runIds: readonly string[]): Promise<void> {
    for (const runId of new Set(runIds)) {
      if (this.#numbers.has(runId)) continue;
      const found = await one<{ id: number }>(
        session,
        'SELECT id FROM tapehaul.runs WHERE record = $1 AND run_id = $2',
        [this.#writing.record, runId],
      );
      if (found !== undefined) this.#numbers.set(runId, found.id);
    }
  }
}
