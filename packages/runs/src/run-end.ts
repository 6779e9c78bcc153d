import { asTapehaulError, type ErrorRecord, exitStatusOfError, TapehaulError } from '@tapehaul/errors';
import { type CollectionResult, errorRecordSchema, type RunRecord } from '@tapehaul/workflow';
import * as z from 'zod';

/** How a run ended: what the same command without a service would end with. */
export interface RunEnd {
  /** Status of its result, its state by its record, or the code of the error that kept it from beginning. */
  readonly state: string;
  readonly exit_code: number;
  readonly error: ErrorRecord | null;
}

/** The end of a run with a result. */
export function endOfResult({ status, exit_code, error }: CollectionResult): RunEnd {
  return { state: status, exit_code, error };
}

/** The end of a run that could not begin, or broke off. What is inside stays inside: the log has the rest. */
export function endOfError(thrown: unknown): RunEnd {
  const error = asTapehaulError(thrown);
  const shown =
    error.code === 'internal' ? new TapehaulError('internal', 'something went wrong inside') : error;
  return { state: error.code, exit_code: error.exitCode, error: shown.toJSON() };
}

/** The end of a run that was taken out of the queue. */
export function endOfWaiting(error: TapehaulError): RunEnd {
  return { state: 'cancelled', exit_code: error.exitCode, error: error.toJSON() };
}

const resultSchema = z.object({ exit_code: z.number().optional(), error: errorRecordSchema.nullish() });

/** The end of a run by its record. */
export function endOfRun({ state, result }: Pick<RunRecord, 'state' | 'result'>): RunEnd {
  const { exit_code, error = null } = resultSchema.safeParse(result).data ?? {};
  const usual = state === 'Completed' ? 0 : 1;
  return { state, exit_code: exit_code ?? (error === null ? usual : exitStatusOfError(error)), error };
}
