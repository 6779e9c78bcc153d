import { flow, type OrchestratorEvent, type StateName, type TaskResult, task } from '../src/index.ts';

/** Runs one task over inputs in a flow and gathers its events. */
export async function runEach<Input, Output>(
  definition: Parameters<typeof task<Input, Output>>,
  inputs: Iterable<Input>,
  options: { concurrency?: number; signal?: AbortSignal } = {},
) {
  const events: OrchestratorEvent[] = [];
  const results: TaskResult<Input, Output>[] = [];
  const each = flow('each', {}, async (_: undefined, context) => {
    const { concurrency = 1 } = options;
    await context.each(task(...definition), inputs, { concurrency, id: String }, (one) => results.push(one));
  });
  const run = await each(undefined, {
    listeners: [(event) => events.push(event)],
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  const states = (id: string): StateName[] =>
    events.flatMap((event) => (event.kind === 'task' && event.taskId === id ? [event.state] : []));
  return { run, events, results, states };
}
