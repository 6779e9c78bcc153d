import { TapehaulError } from '@tapehaul/errors';

/** The error of what this record refuses. */
export function refusal(
  code: 'internal' | 'output_in_use' | 'run_complete' | 'run_ended' | 'run_not_found',
  message: string,
  facts: { readonly runId?: string; readonly state?: string },
): TapehaulError {
  return new TapehaulError(code, message, { facts });
}
