import { isDeepStrictEqual } from 'node:util';
import { isFailed, type StateName, stateOfRun } from '@tapehaul/states';
import { fingerprint } from './fingerprint.ts';
import type { TaskCounts } from './task-counts.ts';

/** A task that failed for good in an attempt of the flow's body. */
interface FailedTask {
  readonly taskId: string;
  readonly state: StateName;
  readonly attempt: number;
}

/** A failed task that was given its id here: only a task for an equal input is the same. */
interface UnnamedFailure {
  readonly taskId: string;
  readonly input: unknown;
  readonly attempt: number;
}

/**
 * Counts how the tasks of a run ended, and names those without a name. A failure counts no more once a further attempt
 * of the flow's body does the same task: one with the id that its caller gave it, or one for an equal input.
 */
export class TaskLedger {
  readonly counts: TaskCounts;
  /** Whether the flow's body may be run again: else no failure can be made good, and none is remembered. */
  readonly #remembers: boolean;
  readonly #failures = new Map<string, FailedTask>();
  readonly #unnamed = new Map<string, UnnamedFailure[]>();
  /** How many tasks of a name were given an id. */
  readonly #numbers = new Map<string, number>();

  constructor(ended: Readonly<TaskCounts>, remembers: boolean) {
    this.counts = { ...ended };
    this.#remembers = remembers;
  }

  /** The state that the run ends in when the body ends now. */
  get outcome(): StateName {
    return stateOfRun(this.counts);
  }

  /**
   * An id for a task without one, unique among those of its name in the run: that of the task that failed for an
   * equal input in an earlier attempt of the body; else its name, for the first that is called alone; else a number.
   */
  idFor(task: string, input: unknown, isOneOfMany: boolean, attempt: number): string {
    const former = attempt > 1 && this.#unnamed.size > 0 ? this.#takeFormer(task, input, attempt) : undefined;
    if (former !== undefined) return former.taskId;
    const number = (this.#numbers.get(task) ?? 0) + 1;
    this.#numbers.set(task, number);
    return number === 1 && !isOneOfMany ? task : String(number);
  }

  /** A task has ended in a final state, in an attempt of the body. */
  ended(task: string, taskId: string, state: StateName, attempt: number): void {
    const key = keyOf(task, taskId);
    const former = this.#failures.get(key);
    if (former !== undefined && former.attempt < attempt) {
      this.counts[former.state] = (this.counts[former.state] ?? 0) - 1;
      this.#failures.delete(key);
    }
    this.counts[state] = (this.counts[state] ?? 0) + 1;
    if (this.#remembers && isFailed(state)) this.#failures.set(key, { taskId, state, attempt });
  }

  /** Tasks have ended elsewhere. */
  add(counts: Readonly<TaskCounts>): void {
    for (const state of Object.keys(counts) as StateName[]) {
      this.counts[state] = (this.counts[state] ?? 0) + (counts[state] ?? 0);
    }
  }

  /** Remembers the input of a task that failed and that was given its id here. */
  remember(task: string, taskId: string, input: unknown, attempt: number): void {
    if (!this.#remembers) return;
    const key = keyOf(task, fingerprint(input));
    const alike = this.#unnamed.get(key);
    const failure = { taskId, input, attempt };
    if (alike === undefined) this.#unnamed.set(key, [failure]);
    else alike.push(failure);
  }

  #takeFormer(task: string, input: unknown, attempt: number): UnnamedFailure | undefined {
    const alike = this.#unnamed.get(keyOf(task, fingerprint(input))) ?? [];
    const place = alike.findIndex((it) => it.attempt < attempt && isDeepStrictEqual(it.input, input));
    return place === -1 ? undefined : alike.splice(place, 1)[0];
  }
}

function keyOf(task: string, rest: string): string {
  return `${task}\n${rest}`;
}
