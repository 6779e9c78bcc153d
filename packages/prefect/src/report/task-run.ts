import { createHash, randomUUID } from 'node:crypto';
import { isFinal, STATES, type StateName } from '@tapehaul/states';
import type { StateEvent } from '../api/bodies.ts';
import { type PrefectState, prefectState } from '../api/prefect-state.ts';

/** Which task run of Prefect stands for something of ours. */
export interface TaskRunIdentity {
  /** Id of our run. */
  readonly runId: string;
  /** Name of the task, the same for all of its kind. */
  readonly task: string;
  /** Distinguishes it from others of its task within the run. */
  readonly key: string;
  /** What people read. */
  readonly name: string;
  readonly tags: readonly string[];
}

/** A state that a task run has entered. */
export interface Entered {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly message?: string;
  /** When it continues by itself, in milliseconds since 1970. */
  readonly continuesAt?: number;
}

/**
 * A task run of Prefect, and where it stands. Prefect's own programs report task runs by events like these: many go in one
 * request, each with the time at which it happened, and one that comes twice counts once.
 */
export class TaskRun {
  /** The same for the same identity, in every process. */
  readonly id: string;
  readonly #of: TaskRunIdentity;
  #state: PrefectState | null = null;
  #runs = 0;
  #startedAt: number | undefined;
  #enteredAt = 0;
  /** States that it has entered. */
  #states = 0;
  #workedMs = 0;

  constructor(identity: TaskRunIdentity) {
    this.#of = identity;
    this.id = taskRunId(identity);
  }

  /** Enters a state, and gives the event that says so. */
  enter(name: StateName, { at, message, continuesAt }: Entered): StateEvent {
    const former = this.#state;
    if (former?.type === 'RUNNING') this.#workedMs += at - this.#enteredAt;
    const state = prefectState(name, message ?? null, continuesAt);
    const isRunning = STATES[name] === 'RUNNING';
    if (isRunning) this.#runs += 1;
    if (isRunning) this.#startedAt ??= at;
    this.#state = state;
    this.#enteredAt = at;
    const occurred = inOrder(at, this.#states);
    this.#states += 1;
    return {
      id: randomUUID(),
      occurred,
      event: `prefect.task-run.${name}`,
      resource: {
        'prefect.resource.id': `prefect.task-run.${this.id}`,
        'prefect.resource.name': this.#of.name,
        'prefect.run-count': String(this.#runs),
        'prefect.state-message': state.message ?? '',
        'prefect.state-name': name,
        'prefect.state-timestamp': occurred,
        'prefect.state-type': state.type,
        'prefect.orchestration': 'client',
      },
      payload: {
        intended: { from: former?.type ?? null, to: state.type },
        initial_state: former,
        validated_state: { ...state, data: null },
        task_run: this.#facts(at, isFinal(name)),
      },
    };
  }

  #facts(at: number, hasEnded: boolean): object {
    const { task, key, name, tags } = this.#of;
    const started = this.#startedAt === undefined ? undefined : new Date(this.#startedAt).toISOString();
    return {
      name,
      task_key: task,
      dynamic_key: key,
      tags,
      task_inputs: {},
      run_count: this.#runs,
      flow_run_run_count: 1,
      total_run_time: this.#workedMs / 1_000,
      expected_start_time: started ?? new Date(at).toISOString(),
      ...(started === undefined ? {} : { start_time: started }),
      ...(hasEnded ? { end_time: new Date(at).toISOString() } : {}),
    };
  }
}

/**
 * A time that is later than that of an earlier state of the same millisecond, by microseconds: of two states with the same time
 * the server records the first alone.
 */
function inOrder(at: number, states: number): string {
  return new Date(at).toISOString().replace('Z', `${String(states % 1_000).padStart(3, '0')}Z`);
}

/** A UUID that is made from a digest: version 8 of RFC 9562. */
function taskRunId({ runId, task, key }: TaskRunIdentity): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([runId, task, key]))
    .digest('hex');
  const variant = ((Number.parseInt(digest.slice(16, 17), 16) & 3) | 8).toString(16);
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `8${digest.slice(13, 16)}`];
  return [...parts, `${variant}${digest.slice(17, 20)}`, digest.slice(20, 32)].join('-');
}
