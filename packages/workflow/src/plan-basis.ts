import { dayKeys, type SeriesParts } from '@tapehaul/archive';
import type { RunRecord } from '@tapehaul/catalog';
import * as z from 'zod';

/** What a plan went by for a series. */
export interface PlanBasis {
  /** `matrix`: what can exist; `listing`: what the archive showed. */
  readonly by: 'matrix' | 'listing';
  /** Why the plan did not go by a listing although it should; null else. */
  readonly warning: string | null;
}

const parametersSchema = z.object({ config: z.object({ planning: z.enum(['auto', 'listing', 'matrix']) }) });
const resultSchema = z.object({
  warnings: z.array(z.object({ code: z.string(), prefix: z.string().nullable(), message: z.string() })),
});

/**
 * What the plan of a run went by for a series, as its record keeps it with its result. Undefined where that is not known: of other
 * runs than collections, and of one that has not ended or was continued.
 */
export function planBasis(
  { parameters, result, resumes }: Pick<RunRecord, 'parameters' | 'result' | 'resumes'>,
  series: SeriesParts,
): PlanBasis | undefined {
  const planning = parametersSchema.safeParse(parameters).data?.config.planning;
  if (planning === 'matrix') return { by: 'matrix', warning: null };
  const warnings = resultSchema.safeParse(result).data?.warnings;
  if (planning === undefined || warnings === undefined) return undefined;
  const keys = dayKeys(series, SOME_DAY);
  const refused = warnings.find(({ code, prefix }) => {
    if (code === 'source_not_listed') return true;
    return code === 'prefix_not_listed' && prefix !== null && keys.some((key) => key.startsWith(prefix));
  });
  if (refused !== undefined) return { by: 'matrix', warning: refused.message };
  return resumes > 0 ? undefined : { by: 'listing', warning: null };
}

/** The keys of a series begin alike on any day. */
const SOME_DAY = '2025-01-01';
