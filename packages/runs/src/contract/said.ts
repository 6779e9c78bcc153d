import { asTapehaulError } from '@tapehaul/errors';
import type { RunEnd } from '../run-end.ts';

/** How a run ended, or what was refused: what a person and a script get to know. */
export type Said = Pick<RunEnd, 'exit_code'> & {
  readonly code?: string | undefined;
  readonly message?: string | undefined;
  readonly hint?: string | undefined;
};

/** How something ended, whether it resolved or was refused. */
export async function ended(work: Promise<unknown>): Promise<Said> {
  const outcome = await work.catch((thrown: unknown) => {
    const error = asTapehaulError(thrown);
    return { exit_code: error.exitCode, error: error.toJSON() };
  });
  return isEnd(outcome) ? saidOf(outcome) : { exit_code: 0 };
}

function isEnd(outcome: unknown): outcome is RunEnd {
  return typeof outcome === 'object' && outcome !== null && 'exit_code' in outcome && 'error' in outcome;
}

/** What the end of a run says. */
export function saidOf({ exit_code, error }: RunEnd): Said {
  if (error === null) return { exit_code };
  const { code, message, hint } = error;
  return { exit_code, code, message, hint };
}
