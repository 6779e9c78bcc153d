import { explainConfig } from '@tapehaul/config';
import type { RunRecord } from '@tapehaul/workflow';
import * as z from 'zod';

type Parameters = Pick<RunRecord, 'parameters'>;

/** The configuration that a run was started with. Its record has the day beside it, one of an older tapehaul has it alone. */
export function recordedConfig({ parameters }: Parameters): unknown {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  return isWhole ? parameters.config : parameters;
}

const besideSchema = z.object({
  origins: z.record(z.string(), z.string()).optional().catch(undefined),
  started_by: z.string().nullish().catch(null),
});

/** Who started a run; null where none is recorded. */
export function recordedStarter({ parameters }: Parameters): string | null {
  return besideSchema.safeParse(parameters).data?.started_by ?? null;
}

/** A value of a configuration, by its path such as `source.endpoint`, and where it came from. */
export interface OriginOfValue {
  readonly path: string;
  readonly value: unknown;
  readonly origin: string;
}

/**
 * Each value of a configuration with where it came from: `recorded` where that is not known, as of a run of an older tapehaul; nothing for a configuration
 * that cannot be read any more.
 */
export function originsOfConfig(
  config: unknown,
  origins: Readonly<Record<string, string>> | null | undefined,
): OriginOfValue[] {
  try {
    return explainConfig(config).map(({ path, value }) => {
      const origin = origins == null ? 'recorded' : (origins[path] ?? 'default');
      return { path, value, origin };
    });
  } catch {
    return [];
  }
}

/** {@link originsOfConfig} of a run, by its record. */
export function recordedOrigins(run: Parameters): OriginOfValue[] {
  return originsOfConfig(recordedConfig(run), besideSchema.safeParse(run.parameters).data?.origins);
}
