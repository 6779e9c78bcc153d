import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Action } from '../words/actions.ts';
import { pathOfRun } from './queries.ts';
import { send } from './service.ts';

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
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['run', run] }),
        queries.invalidateQueries({ queryKey: ['runs'] }),
      ]);
    },
  });
}

/** The command that does the same as an action of the page. */
export function commandOf(run: string, action: Action): string {
  const origin = window.location.origin;
  const words = action === 'retry' ? `retry ${run} --failed` : `${action} ${run}`;
  return `tapehaul ${words} --server ${origin}`;
}
