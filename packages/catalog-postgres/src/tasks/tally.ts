import type { Together } from '../connection/together.ts';
import {
  addAttempts,
  addOpenTasks,
  addTasks,
  type Counted,
  type CountedAttempts,
  type CountedOpen,
} from './counted.ts';
import { Succession } from './succession.ts';
import { type Activity, type ClassSum, entry, inOrder, type OpenTasks, type Slot } from './sums.ts';

/** Widths of the slots of a timeline, in milliseconds: the fine ones for short runs, the coarse for long. */
export const TIMELINE_UNITS = [1_000, 60_000] as const;

/** Sums of a second that transactions add to without waiting for each other. */
const LANES = 8;

/** Adds up what a transaction changes in the counts, the batches and the timeline, and writes the sums at its end. */
export class Tally {
  readonly #lane = Math.floor(Math.random() * LANES);
  readonly #classes = new Map<string, ClassSum>();
  readonly #slots = new Map<string, Slot>();
  readonly #open = new Map<string, OpenTasks>();
  readonly #activity = new Map<string, Activity>();

  readonly #tasks = new Succession<Counted>(addTasks, (sum) => this.#countTasks(sum));
  readonly #attempts = new Succession<CountedAttempts>(addAttempts, (sum) => this.#countAttempts(sum));
  readonly #openTasks = new Succession<CountedOpen>(addOpenTasks, (sum) => this.#countOpen(sum));

  /** Counts tasks, or with a negative number no more. */
  add(counted: Counted): void {
    this.#tasks.add(counted);
  }

  /** Counts attempts that have ended. */
  addAttempts(ended: CountedAttempts): void {
    this.#attempts.add(ended);
  }

  /** Counts tasks of a batch that have lost their outcome, or with a negative number got one, or that were moved; null is no batch. */
  addOpen(run: number, batch: number | null, tasks: number): void {
    if (batch !== null) this.#openTasks.add({ run, batch, tasks });
  }

  /** Keeps a batch for another lease from now on; `isSound` is whether a task of it has an outcome since. */
  renew(run: number, batch: number, leaseSeconds: number, isSound: boolean): void {
    const open = this.#openOf(run, batch);
    open.lease = leaseSeconds;
    open.isSound ||= isSound;
  }

  /**
   * Adds the changes by the sums, and begins anew; to be called before the transaction ends. All transactions write them in the same order, so
   * that none waits for one that waits for it.
   */
  write(together: Together): void {
    for (const counted of [this.#tasks, this.#attempts, this.#openTasks]) counted.end();
    this.#writeOpen(together);
    this.#writeClasses(together);
    this.#writeTimeline(together);
    this.#writeActivity(together);
    for (const sums of [this.#open, this.#classes, this.#slots, this.#activity]) sums.clear();
  }

  #writeOpen(together: Together): void {
    together.add(
      inOrder(this.#open, BY_RUN, ({ batch }) => batch),
      [
        ['run', 'bigint', (it) => it.run],
        ['number', 'int', (it) => it.batch],
        ['tasks', 'int', (it) => it.tasks],
        ['lease', 'float8', (it) => it.lease],
        ['sound', 'boolean', (it) => it.isSound],
      ],
      (given) =>
        `UPDATE tapehaul.batches b SET open = open + given.tasks, changes = changes + 1,
           held_until = CASE WHEN given.lease IS NULL THEN held_until ELSE now() + given.lease * interval '1 second' END,
           losses = CASE WHEN given.sound THEN 0 ELSE losses END, failure = CASE WHEN given.sound THEN NULL ELSE failure END
         FROM ${given.sql} WHERE b.run = given.run AND b.number = given.number`,
    );
  }

  #writeClasses(together: Together): void {
    together.add(
      inOrder(
        this.#classes,
        ({ classId }) => classId,
        ({ batch }) => batch,
      ).filter(({ tasks, bytes }) => tasks !== 0 || bytes !== 0),
      [
        ['class', 'bigint', (it) => it.classId],
        ['batch', 'int', (it) => it.batch],
        ['tasks', 'bigint', (it) => it.tasks],
        ['bytes', 'bigint', (it) => it.bytes],
      ],
      (given) =>
        `INSERT INTO tapehaul.counts AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
         ON CONFLICT (class, batch) DO UPDATE SET tasks = known.tasks + excluded.tasks, bytes = known.bytes + excluded.bytes`,
    );
  }

  #writeTimeline(together: Together): void {
    together.add(
      inOrder(this.#slots, BY_RUN, BY_UNIT, BY_SLOT, ({ state }) => state).filter(
        ({ tasks, bytes }) => tasks !== 0 || bytes !== 0,
      ),
      [
        ['run', 'bigint', (it) => it.run],
        ['unit', 'int', (it) => it.unit],
        ['slot', 'bigint', (it) => it.slot],
        ['state', 'text', (it) => it.state],
        ['lane', 'smallint', () => this.#lane],
        ['tasks', 'bigint', (it) => it.tasks],
        ['bytes', 'bigint', (it) => it.bytes],
      ],
      (given) =>
        `INSERT INTO tapehaul.timeline AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
         ON CONFLICT (run, unit, slot, state, lane)
           DO UPDATE SET tasks = known.tasks + excluded.tasks, bytes = known.bytes + excluded.bytes`,
    );
  }

  #writeActivity(together: Together): void {
    together.add(
      inOrder(this.#activity, BY_RUN, BY_UNIT, BY_SLOT, ({ name }) => name),
      [
        ['run', 'bigint', (it) => it.run],
        ['name', 'text', (it) => it.name],
        ['unit', 'int', (it) => it.unit],
        ['slot', 'bigint', (it) => it.slot],
        ['lane', 'smallint', () => this.#lane],
        ['begun', 'bigint', (it) => it.begun],
        ['ended', 'bigint', (it) => it.ended],
        ['retried', 'bigint', (it) => it.retried],
      ],
      (given) =>
        `INSERT INTO tapehaul.activity AS known (${given.names}) SELECT ${given.names} FROM ${given.sql}
         ON CONFLICT (run, name, unit, slot, lane) DO UPDATE SET begun = known.begun + excluded.begun,
           ended = known.ended + excluded.ended, retried = known.retried + excluded.retried`,
    );
  }

  #countTasks({ run, classId, batch, state, endedAt, tasks, bytes }: Counted): void {
    const made = { classId, batch: batch ?? 0, tasks: 0, bytes: 0 };
    const sum = entry(this.#classes, `${classId} ${made.batch}`, () => made);
    sum.tasks += tasks;
    sum.bytes += bytes;
    if (endedAt === null) return;
    for (const unit of TIMELINE_UNITS) {
      const slot = Math.floor(endedAt / unit);
      const key = `${run} ${unit} ${slot} ${state}`;
      const ended = entry(this.#slots, key, () => ({ run, unit, slot, state, tasks: 0, bytes: 0 }));
      ended.tasks += tasks;
      ended.bytes += bytes;
    }
  }

  #countAttempts({ run, name, startedAt, endedAt, retried, attempts }: CountedAttempts): void {
    for (const unit of TIMELINE_UNITS) {
      this.#activityAt(run, name, unit, startedAt).begun += attempts;
      const end = this.#activityAt(run, name, unit, endedAt);
      end.ended += attempts;
      if (retried) end.retried += attempts;
    }
  }

  #countOpen({ run, batch, tasks }: CountedOpen): void {
    this.#openOf(run, batch).tasks += tasks;
  }

  #openOf(run: number, batch: number): OpenTasks {
    return entry(this.#open, `${run} ${batch}`, () => ({
      run,
      batch,
      tasks: 0,
      lease: null,
      isSound: false,
    }));
  }

  #activityAt(run: number, name: string, unit: number, at: number): Activity {
    const slot = Math.floor(at / unit);
    const key = `${run} ${unit} ${slot} ${name}`;
    return entry(this.#activity, key, () => ({ run, name, unit, slot, begun: 0, ended: 0, retried: 0 }));
  }
}

const BY_RUN = ({ run }: { readonly run: number }): number => run;
const BY_UNIT = ({ unit }: { readonly unit: number }): number => unit;
const BY_SLOT = ({ slot }: { readonly slot: number }): number => slot;
