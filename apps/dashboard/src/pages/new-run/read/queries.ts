import { queryOptions } from '@tanstack/react-query';
import { send } from '../../../api/service.ts';
import type { MatrixRow } from '../config/choices.ts';
import type { ConfigJson } from '../config/config-json.ts';
import type { PlanAnswer } from '../plan/plan-answer.ts';

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

/** What a collection would do. A plan is kept by the service for an hour, and is made anew after a while: what is held may have changed. */
export function planQuery(config: ConfigJson | undefined) {
  return queryOptions({
    queryKey: ['plan', config],
    queryFn: ({ signal }) => send<PlanAnswer>('POST', '/v1/plans', { body: { config }, signal }),
    enabled: config !== undefined,
    gcTime: 60_000,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
  });
}
