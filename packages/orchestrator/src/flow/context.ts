import type { Log } from '../events.ts';
import type { Run } from '../run/run.ts';
import type { TaskCounts } from '../run/task-counts.ts';
import { stopReason } from '../task/error-of.ts';
import type { Task, TaskResult } from '../task/task.ts';
import { type EachOptions, each, type Inputs, type SettledListener } from './each.ts';
import type { Flow, FlowRun, Parent, RunHandle, RunOptions } from './flow-types.ts';

/** What a single task is called. */
export interface CallOptions {
  /**
   * Name of the task within its run: a further attempt of the flow's body that calls it by the same name makes its
   * failure good, whatever the input. By default the task's own name for the first call, a number for others.
   */
  readonly id?: string;
}

/** What a flow's body gets beside its input. */
export interface FlowContext {
  readonly runId: string;
  /** Number of this attempt of the body, 1 for the first. */
  readonly attempt: number;
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Runs one task. Resolves with its output; rejects with its error once its retries are used up. */
  call<Input, Output>(definition: Task<Input, Output>, input: Input, options?: CallOptions): Promise<Output>;
  /** Runs a task for each input. Resolves with how each ended, in the order of the inputs. */
  map<Input, Output>(
    definition: Task<Input, Output>,
    inputs: Inputs<Input>,
    options?: Partial<EachOptions<Input>>,
  ): Promise<TaskResult<Input, Output>[]>;
  /**
   * Runs a task for each input, reading the inputs only as there is room, and reports each end. Resolves
   * when all have ended; rejects when the run is stopped. A failed task stops nothing; what `onSettled`
   * throws stops everything.
   */
  each<Input, Output>(
    definition: Task<Input, Output>,
    inputs: Inputs<Input>,
    options: EachOptions<Input>,
    onSettled: SettledListener<Input, Output>,
  ): Promise<void>;
  /**
   * Runs another flow as a child: it has the same listeners and cache, and stops and pauses with this run. How it ended
   * is for the body to read: the state of this run comes from this run's own tasks.
   */
  child<Input, Output>(definition: Flow<Input, Output>, input: Input): Promise<FlowRun<Output>>;
  /** Counts tasks of this run that other processes did: the state that it ends in is computed from them too. No event reports them. */
  addEnded(counts: Readonly<TaskCounts>): void;
}

/** The context of a run, whose calls of `map` run that many tasks at once by default. */
export function contextOf(run: Run, concurrency: number): FlowContext {
  const { runId, signal, listeners, cache } = run.settings;
  return {
    runId,
    get attempt() {
      return run.attempt;
    },
    signal,
    log: run.log,
    async call(definition, input, { id } = {}) {
      const named = id === undefined ? {} : { id: () => id };
      const [result] = await map(run, definition, [input], { concurrency: 1, ...named }, false);
      if (result === undefined) throw stopReason(signal);
      if (result.error !== undefined) throw result.error;
      return result.output;
    },
    map: (definition, inputs, options) => map(run, definition, inputs, { concurrency, ...options }),
    addEnded: (counts) => run.ledger.add(counts),
    each: (definition, inputs, options, onSettled) => each(run, definition, inputs, options, onSettled),
    child<Input, Output>(definition: Flow<Input, Output>, input: Input) {
      // The third argument is not for callers: it ties the child to this run.
      const start: (input: Input, options: RunOptions, parent: Parent) => RunHandle<Output> =
        definition.start;
      const options: RunOptions = { signal, listeners, ...(cache === undefined ? {} : { cache }) };
      return start(input, options, { runId, gate: run.gate }).result;
    },
  };
}

async function map<Input, Output>(
  run: Run,
  definition: Task<Input, Output>,
  inputs: Inputs<Input>,
  options: EachOptions<Input>,
  isOneOfMany = true,
): Promise<TaskResult<Input, Output>[]> {
  const results: TaskResult<Input, Output>[] = [];
  const keep: SettledListener<Input, Output> = (result, place) => {
    results[place] = result;
  };
  await each(run, definition, inputs, options, keep, isOneOfMany);
  return results;
}
