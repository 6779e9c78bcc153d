import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Action } from '../words/actions.ts';
import { pathOfRun } from './queries.ts';
import { send } from './service.ts';

/** When a run is read again after a request, in milliseconds: also where no event reports what follows. */
const AGAIN_AFTER = [1_000, 3_000, 10_000];

/** What is requested of a run. A retry may name some files, or what they have in common. */
export interface RunRequest {
  readonly action: Action;
  readonly only?: {
    readonly task_ids?: readonly string[];
    readonly error_code?: string;
    readonly prefix?: string;
  };
}

/** Sends what a person requests of a run, and reads the run again. */
export function useRunAction(run: string) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ action, only }: RunRequest) => {
      const takesBody = action === 'retry' || action === 'resume';
      return send('POST', pathOfRun(run, action), takesBody ? { body: only ?? {} } : {});
    },
    onSettled: async () => {
      const read = () =>
        Promise.all([
          queries.invalidateQueries({ queryKey: ['run', run] }),
          queries.invalidateQueries({ queryKey: ['runs'] }),
        ]);
      // A run that is over is not polled, and begins again a moment after it was requested.
      for (const wait of AGAIN_AFTER) setTimeout(() => void read(), wait);
      await read();
    },
  });
}

/** The command that does the same as an action of the page. */
export function commandOf(run: string, action: Action): string {
  const origin = window.location.origin;
  const words = action === 'retry' ? `retry ${run} --failed` : `${action} ${run}`;
  return `tapehaul ${words} --server ${origin}`;
}
