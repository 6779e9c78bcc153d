/** Which runs are listed. */
export const RUN_FILTERS = {
  all: { text: 'all', states: undefined },
  open: {
    text: 'in progress or waiting',
    states: 'Scheduled,Pending,Running,Retrying,Paused,Cancelling,AwaitingRetry',
  },
  failed: { text: 'with failures', states: 'Failed,Crashed,CompletedWithGaps' },
  done: { text: 'done', states: 'Completed' },
  cancelled: { text: 'cancelled', states: 'Cancelled' },
} as const;

/** A name of {@link RUN_FILTERS}. */
export type RunFilter = keyof typeof RUN_FILTERS;

/** What the address of the page says. */
export interface RunsSearch {
  readonly show?: RunFilter | undefined;
}

/** Reads the search of the address; what it does not know is left out. */
export function runsSearch({ show }: Record<string, unknown>): RunsSearch {
  return typeof show === 'string' && Object.hasOwn(RUN_FILTERS, show) ? { show: show as RunFilter } : {};
}
