import type { Session } from '../connection/session.ts';
import { unnested } from '../connection/unnested.ts';

/** Widths of the slots of a timeline, in milliseconds: the fine ones for short runs, the coarse for long. */
export const TIMELINE_UNITS = [1_000, 60_000] as const;

/** Tasks alike that are to be counted, or with a negative number no more. */
export interface Counted {
  readonly run: number;
  readonly classId: number;
  readonly batch: number | null;
  readonly state: string;
  /** When they ended; null while they have not. */
  readonly endedAt: number | null;
  readonly tasks: number;
  readonly bytes: number;
}

/** An attempt that has ended. */
export interface CountedAttempt {
  readonly run: number;
  /** Name of its task. */
  readonly name: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** Whether its task waits for another attempt. */
  readonly retried: boolean;
}

interface ClassSum {
  readonly classId: number;
  readonly batch: number;
  tasks: number;
  bytes: number;
}

interface Slot {
  readonly run: number;
  readonly unit: number;
  readonly slot: number;
  readonly state: string;
  tasks: number;
  bytes: number;
}

interface Activity {
  readonly run: number;
  readonly name: string;
  readonly unit: number;
  readonly slot: number;
  begun: number;
  ended: number;
  retried: number;
}

interface OpenTasks {
  readonly run: number;
  readonly batch: number;
  tasks: number;
}

/** Adds up what a transaction changes in the counts, the batches and the timeline, and writes the sums at its end. */
export class Tally {
  readonly #classes = new Map<string, ClassSum>();
  readonly #slots = new Map<string, Slot>();
  readonly #open = new Map<string, OpenTasks>();
  readonly #activity = new Map<string, Activity>();

  add({ run, classId, batch, state, endedAt, tasks, bytes }: Counted): void {
    const sum = entry(this.#classes, `${classId} ${batch ?? 0}`, () => ({
      classId,
      batch: batch ?? 0,
      tasks: 0,
      bytes: 0,
    }));
    sum.tasks += tasks;
    sum.bytes += bytes;
    if (endedAt === null) return;
    for (const unit of TIMELINE_UNITS) {
      const slot = Math.floor(endedAt / unit);
      const key = orderedKey(run, unit, slot, state);
      const ended = entry(this.#slots, key, () => ({ run, unit, slot, state, tasks: 0, bytes: 0 }));
      ended.tasks += tasks;
      ended.bytes += bytes;
    }
  }

  /** Counts an attempt that has ended. */
  addAttempt({ run, name, startedAt, endedAt, retried }: CountedAttempt): void {
    for (const unit of TIMELINE_UNITS) {
      this.#activityAt(run, name, unit, startedAt).begun += 1;
      const end = this.#activityAt(run, name, unit, endedAt);
      end.ended += 1;
      if (retried) end.retried += 1;
    }
  }

  /** Counts tasks of a batch that have lost their outcome, or with a negative number got one; null is no batch. */
  addOpen(run: number, batch: number | null, tasks: number): void {
    if (batch === null || tasks === 0) return;
    entry(this.#open, orderedKey(run, batch), () => ({ run, batch, tasks: 0 })).tasks += tasks;
  }

  /**
   * Writes the sums, and begins anew; to be called before the transaction ends. All transactions write them in the same order, so that none waits
   * for one that waits for it.
   */
  async write(session: Session): Promise<void> {
    await this.#writeOpen(session);
    await this.#writeClasses(session);
    await this.#writeTimeline(session);
    await this.#writeActivity(session);
    for (const sums of [this.#open, this.#classes, this.#slots, this.#activity]) sums.clear();
  }

  async #writeOpen(session: Session): Promise<void> {
    const changed = inOrder(this.#open).filter(({ tasks }) => tasks !== 0);
    if (changed.length === 0) return;
    const given = unnested(changed, [
      ['run', 'bigint', (it) => it.run],
      ['number', 'int', (it) => it.batch],
      ['tasks', 'int', (it) => it.tasks],
    ]);
    await session.query(
      `UPDATE tapehaul.batches b SET open = open + given.tasks FROM ${given.sql} WHERE b.run = given.run AND b.number = given.number`,
      given.values,
    );
  }

  async #writeClasses(session: Session): Promise<void> {
    const changed = inOrder(this.#classes).filter(({ tasks, bytes }) => tasks !== 0 || bytes !== 0);
    if (changed.length === 0) return;
    const given = unnested(changed, [
      ['class', 'bigint', (it) => it.classId],
      ['batch', 'int', (it) => it.batch],
      ['tasks', 'bigint', (it) => it.tasks],
      ['bytes', 'bigint', (it) => it.bytes],
    ]);
    await session.query(
      `INSERT INTO tapehaul.counts AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
       ON CONFLICT (class, batch) DO UPDATE SET tasks = known.tasks + excluded.tasks, bytes = known.bytes + excluded.bytes`,
      given.values,
    );
  }

  async #writeTimeline(session: Session): Promise<void> {
    const changed = inOrder(this.#slots).filter(({ tasks, bytes }) => tasks !== 0 || bytes !== 0);
    if (changed.length === 0) return;
    const given = unnested(changed, [
      ['run', 'bigint', (it) => it.run],
      ['unit', 'int', (it) => it.unit],
      ['slot', 'bigint', (it) => it.slot],
      ['state', 'text', (it) => it.state],
      ['tasks', 'bigint', (it) => it.tasks],
      ['bytes', 'bigint', (it) => it.bytes],
    ]);
    await session.query(
      `INSERT INTO tapehaul.timeline AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
       ON CONFLICT (run, unit, slot, state)
         DO UPDATE SET tasks = known.tasks + excluded.tasks, bytes = known.bytes + excluded.bytes`,
      given.values,
    );
  }

  async #writeActivity(session: Session): Promise<void> {
    const changed = inOrder(this.#activity);
    if (changed.length === 0) return;
    const given = unnested(changed, [
      ['run', 'bigint', (it) => it.run],
      ['name', 'text', (it) => it.name],
      ['unit', 'int', (it) => it.unit],
      ['slot', 'bigint', (it) => it.slot],
      ['begun', 'bigint', (it) => it.begun],
      ['ended', 'bigint', (it) => it.ended],
      ['retried', 'bigint', (it) => it.retried],
    ]);
    await session.query(
      `INSERT INTO tapehaul.activity AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
       ON CONFLICT (run, name, unit, slot) DO UPDATE SET begun = known.begun + excluded.begun,
         ended = known.ended + excluded.ended, retried = known.retried + excluded.retried`,
      given.values,
    );
  }

  #activityAt(run: number, name: string, unit: number, at: number): Activity {
    const slot = Math.floor(at / unit);
    const key = orderedKey(run, unit, slot, name);
    return entry(this.#activity, key, () => ({ run, name, unit, slot, begun: 0, ended: 0, retried: 0 }));
  }
}

function entry<Sum>(sums: Map<string, Sum>, key: string, make: () => Sum): Sum {
  const known = sums.get(key);
  if (known !== undefined) return known;
  const made = make();
  sums.set(key, made);
  return made;
}

function inOrder<Sum>(sums: ReadonlyMap<string, Sum>): Sum[] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum);
}

/** A key that is ordered as its parts are. */
function orderedKey(...parts: readonly (string | number)[]): string {
  return parts.map((part) => (typeof part === 'number' ? String(part).padStart(17, '0') : part)).join(' ');
}
