import type { RunRecord } from '@tapehaul/workflow';

/** The configuration that a run was started with. Its record has the day beside it, one of an older tapehaul has it alone. */
export function recordedConfig({ parameters }: RunRecord): unknown {
  const isWhole = typeof parameters === 'object' && parameters !== null && 'config' in parameters;
  return isWhole ? parameters.config : parameters;
}
