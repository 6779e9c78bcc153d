import { asTapehaulError } from '@tapehaul/errors';
import type { RunEnd } from '../run-end.ts';

/** How a run ended, or what was refused: what a person and a script get to know. */
export type ObservedEnd = Pick<RunEnd, 'exit_code'> & {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
};

/** How something ended, whether it resolved or was refused. */
export async function endOf(work: Promise<unknown>): Promise<ObservedEnd> {
  const outcome = await work.catch((thrown: unknown) => {
    const error = asTapehaulError(thrown);
    return { exit_code: error.exitCode, error: error.toJSON() };
  });
  return isEnd(outcome) ? observedEnd(outcome) : { exit_code: 0 };
}

function isEnd(outcome: unknown): outcome is RunEnd {
  return typeof outcome === 'object' && outcome !== null && 'exit_code' in outcome && 'error' in outcome;
}

/** What the end of a run says. */
export function observedEnd({ exit_code, error }: RunEnd): ObservedEnd {
  if (error === null) return { exit_code };
  const { code, message, hint } = error;
  return { exit_code, code, message, hint };
}
