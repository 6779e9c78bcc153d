import type { ServiceClient } from '@tapehaul/client';
import { runCoverageSchema } from '@tapehaul/workflow';
import * as z from 'zod';
import type { RunOutcome } from '../run-control.ts';

/** Exit status of a run that lacks something it requested. */
const LACKING = 4;

const resultSchema = z.object({ coverage: runCoverageSchema });

/** The end of a run, with the days of its series where it lacks some: its service keeps them with its result. */
export async function withCoverage(client: ServiceClient, outcome: RunOutcome): Promise<RunOutcome> {
  if (outcome.exit_code !== LACKING) return outcome;
  const path = { run: outcome.runId };
  // How the run has ended is known: that more cannot be read is no error.
  const { data } = await client
    .GET('/v1/runs/{run}', { params: { path } })
    .catch(() => ({ data: undefined }));
  const { data: result } = resultSchema.safeParse(data?.result);
  return result === undefined ? outcome : { ...outcome, coverage: result.coverage };
}
