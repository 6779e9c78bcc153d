import { asTapehaulError } from '@tapehaul/errors';
import { type Task, type TaskContext, type TaskOptions, task } from '@tapehaul/orchestrator';

/**
 * A task of a collection. What its body throws becomes an error of tapehaul, whose code says whether a retry can help: a
 * fault in the program, such as a TypeError, is `internal`, and is not tried again.
 */
export function step<Input, Output>(
  name: string,
  options: TaskOptions<Input, Output>,
  body: (input: Input, context: TaskContext) => Promise<Output>,
): Task<Input, Output> {
  return task(name, options, (input, context) => withOwnErrors(body(input, context), context.signal));
}

/** What work gives; what it throws as an error of tapehaul. */
async function withOwnErrors<Output>(work: Promise<Output>, signal: AbortSignal): Promise<Output> {
  try {
    return await work;
  } catch (thrown) {
    throw asTapehaulError(thrown, signal);
  }
}
