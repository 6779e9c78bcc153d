import type { ServiceClient } from '@tapehaul/client';
import { TapehaulError } from '@tapehaul/errors';
import { meantRunId } from '@tapehaul/workflow';
import { answered } from './answers.ts';
import type { ListedRun } from './shown-runs.ts';

/** Most rows of a page that a service gives. */
const PAGE = 1_000;

function page(client: ServiceClient, limit: number, cursor: string | undefined) {
  const query = { limit, ...(cursor === undefined ? {} : { cursor }) };
  return client.GET('/v1/runs', { params: { query } }).then(answered);
}

/** The newest runs of a service, the newest first. */
export async function* listedRuns(client: ServiceClient, limit: number): AsyncGenerator<ListedRun> {
  let left = limit;
  for (let cursor: string | null | undefined; cursor !== null && left > 0; ) {
    const { rows, next } = await page(client, Math.min(left, PAGE), cursor);
    yield* rows.slice(0, left);
    left -= rows.length;
    cursor = next;
  }
}

/** A complete id, as the service makes them. */
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** The id of the run that was typed: an id, a beginning of one, or latest; of the newest run without. */
export async function runMeant(client: ServiceClient, typed: string | undefined): Promise<string> {
  if (typed === undefined || typed === 'latest') return newest(client);
  if (RUN_ID.test(typed)) return typed;
  const ids: string[] = [];
  for await (const { run_id } of listedRuns(client, Number.POSITIVE_INFINITY)) ids.push(run_id);
  return meantRunId(typed, ids) ?? typed;
}

async function newest(client: ServiceClient): Promise<string> {
  for await (const { run_id } of listedRuns(client, 1)) return run_id;
  throw new TapehaulError('run_not_found', 'the service has no runs yet', {
    hint: 'Start one: tapehaul collect … --server URL.',
  });
}
