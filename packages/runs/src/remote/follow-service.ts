import { type ClientOptions, followRun, ServiceError } from '@tapehaul/client';
import { TapehaulError } from '@tapehaul/errors';
import { errorRecordSchema, workflowEventSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import type { FollowOptions, RunOutcome } from '../run-control.ts';
import { errorOfRefusal } from './answers.ts';

const endSchema = z.object({
  state: z.string(),
  exit_code: z.number().optional(),
  error: errorRecordSchema.nullish(),
});

/** Follows a run of a service to its end. */
export async function followService(
  service: ClientOptions,
  run: string,
  { signal, onEvent }: FollowOptions,
): Promise<RunOutcome> {
  try {
    const how = signal === undefined ? {} : { signal };
    for await (const { event, data } of followRun(service, run, how)) {
      // Of an unknown form is what another version of the service may send.
      onEvent?.(workflowEventSchema.safeParse(data).data, { kind: event, ...data });
      if (event === 'ended') return outcomeOf(run, data);
    }
  } catch (error) {
    if (signal?.aborted === true) throw notFollowed(run, service.url, signal.reason);
    if (!(error instanceof ServiceError)) throw error;
    throw error.cause instanceof TapehaulError
      ? error.cause
      : errorOfRefusal(error.status, error.message, error);
  }
  throw new TapehaulError('connection_failed', `the service did not report the end of run ${run}`, {
    hint: `See how it ended: tapehaul show ${run} --server ${service.url}`,
  });
}

function outcomeOf(runId: string, data: Readonly<Record<string, unknown>>): RunOutcome {
  const { state, exit_code, error = null } = endSchema.parse(data);
  // An older service sends only the state.
  return { runId, state, exit_code: exit_code ?? (state.toLowerCase() === 'completed' ? 0 : 1), error };
}

/** The error of a following that was ended: the run continues. */
function notFollowed(run: string, url: string, reason: unknown): TapehaulError {
  const facts = reason instanceof TapehaulError ? reason.facts : {};
  return new TapehaulError('cancelled', `run ${run} continues, and is not followed any more`, {
    facts,
    hint: `Follow it again: tapehaul watch ${run} --server ${url}`,
  });
}
