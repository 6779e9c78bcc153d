import type { StateEvent } from '../api/bodies.ts';
import type { BoundedQueue } from '../queue/bounded-queue.ts';

/** What task runs are made for. */
export interface TaskRunsOptions {
  readonly runId: string;
  /** Distinguishes the steps of this process from those of others that worked on the run. */
  readonly session: string;
  /** Whether each file has failed before. */
  readonly isRetry: boolean;
  readonly events: Pick<BoundedQueue<StateEvent>, 'add'>;
}
