import { queryOptions } from '@tanstack/react-query';
import { send } from '../../../api/service.ts';
import type { MatrixRow } from '../config/choices.ts';
import type { ConfigJson } from '../config/config-json.ts';
import { type PlanProgress, readPlan } from './plan-stream.ts';

/** Something wrong with a configuration, or to know of it. */
export interface Problem {
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

/** What a check found. */
export interface CheckAnswer {
  readonly valid: boolean;
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
}

/** What the archive is known to hold. */
export const matrixQuery = queryOptions({
  queryKey: ['matrix'],
  queryFn: async ({ signal }) => {
    const { rows } = await send<{ readonly rows: readonly MatrixRow[] }>('GET', '/v1/matrix', { signal });
    return rows;
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** What is wrong with a configuration. A request for one that has changed is given up. */
export function checkQuery(config: ConfigJson | undefined) {
  return queryOptions({
    queryKey: ['check', config],
    queryFn: ({ signal }) => send<CheckAnswer>('POST', '/v1/config/check', { body: { config }, signal }),
    enabled: config !== undefined,
    gcTime: 60_000,
    staleTime: 60_000,
  });
}

/** How far a plan is that is being made: filled by {@link planQuery}, never requested by itself. */
export function planProgressQuery(config: ConfigJson | undefined) {
  return queryOptions<PlanProgress | null>({
    queryKey: ['plan-progress', config],
    queryFn: () => null,
    enabled: false,
    gcTime: 60_000,
  });
}

/** What a collection would do. A plan is kept by the service for an hour, and is made anew after a while: what is held may have changed. */
export function planQuery(config: ConfigJson | undefined) {
  return queryOptions({
    queryKey: ['plan', config],
    queryFn: async ({ signal, client }) => {
      if (config === undefined) throw new Error('nothing to plan');
      const { queryKey } = planProgressQuery(config);
      client.removeQueries({ queryKey });
      return readPlan(config, signal, (progress) => client.setQueryData(queryKey, progress));
    },
    enabled: config !== undefined,
    gcTime: 60_000,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}
