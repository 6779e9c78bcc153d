import { isDeepStrictEqual } from 'node:util';
import { type components, createClient, type ServiceClient } from '@tapehaul/client';
import { type CollectionConfig, DEFAULT_SOURCE } from '@tapehaul/config';
import { TapehaulError } from '@tapehaul/errors';
import type { TaskSelection, ValueOrigin } from '@tapehaul/workflow';
import type { ContinueOptions, RunControl, RunHooks, RunOutcome } from '../run-control.ts';
import { answered } from './answers.ts';
import { followService } from './follow-service.ts';
import { withCoverage } from './lacking-run.ts';
import { listedBatches } from './listed-batches.ts';
import { listedRuns, runMeant } from './listed-runs.ts';
import { serviceAt } from './service.ts';
import { serviceLogs } from './service-logs.ts';
import { detailsOf, viewOf } from './shown-runs.ts';

/**
 * Control of the runs of a service, which also runs them. Their output directories are below its data, and where it reads the
 * archive from is its operator's choice unless a configuration names another source. Its token is TAPEHAUL_TOKEN of the
 * environment, which also says how it is reached. Throws a TapehaulError `config_invalid` for what is no address.
 */
export function remoteRuns(url: string, env: NodeJS.ProcessEnv = process.env): RunControl {
  const service = serviceAt(url, env);
  const client = createClient(service);
  const follow = async (run: string, { onEvent, signal, gently }: RunHooks): Promise<RunOutcome> => {
    const stop = gently ?? signal;
    const outcome = await followService(service, run, {
      ...(onEvent === undefined ? {} : { onEvent }),
      ...(stop === undefined ? {} : { signal: stop }),
    });
    return withCoverage(client, outcome);
  };
  const continueRun = async (
    action: 'resume' | 'retry',
    given: string | undefined,
    { settings = {}, maxBytesPerSecond, only = {}, on }: ContinueOptions = {},
    hooks: RunHooks = {},
  ): Promise<RunOutcome> => {
    const run = await runMeant(client, given);
    const rate = maxBytesPerSecond === undefined ? {} : { max_bytes_per_second: maxBytesPerSecond };
    const place = on === undefined ? {} : { on };
    const body = { ...(Object.keys(settings).length === 0 ? {} : { settings }), ...rate, ...place };
    const params = { path: { run } };
    const sent = action === 'retry' ? { ...body, ...selectionBody(only) } : body;
    const answer = await client.POST(`/v1/runs/{run}/${action}`, { params, body: sent });
    try {
      answered(answer);
    } catch (thrown) {
      throw Object.keys(only).length > 0 ? ofSelection(thrown, run) : thrown;
    }
    hooks.onAccepted?.(run, url);
    return follow(run, hooks);
  };
  return {
    runsHere: false,
    hasDirectories: true,
    async collect({ config: { source, ...rest }, origins, on }, hooks = {}) {
      const own = ownSource(source, origins);
      const known = origins === undefined ? {} : { origins: sentOrigins(origins) };
      // Checked here, and by the service again: it refuses what a request cannot bring.
      const sent = { ...rest, ...own } as SentConfig;
      const place = on === undefined ? {} : { on };
      const body = { config: sent, ...known, ...place };
      const { run_id } = answered(await client.POST('/v1/runs', { body }));
      hooks.onAccepted?.(run_id, url);
      return follow(run_id, hooks);
    },
    resume: (run, options, hooks) => continueRun('resume', run, options, hooks),
    retry: (run, options, hooks) => continueRun('retry', run, options, hooks),
    follow: async (run, options = {}) => followService(service, await runMeant(client, run), options),
    list: async ({ limit = 20 } = {}) => (await Array.fromAsync(listedRuns(client, limit))).map(viewOf),
    async show(given) {
      const run = await runMeant(client, given);
      return detailsOf(answered(await client.GET('/v1/runs/{run}', { params: { path: { run } } })));
    },
    logs: (run, query = {}) => serviceLogs(client, run, query),
    async *batches(run, query = {}) {
      yield* listedBatches(client, await runMeant(client, run), query);
    },
    cancel: (run) => request(client, 'cancel', run),
    pause: (run) => request(client, 'pause', run),
    unpause: (run) => request(client, 'unpause', run),
  };
}

/** The part of a source that was given; a service has a source of its own for all else. */
function ownSource(
  source: CollectionConfig['source'],
  origins: ReadonlyMap<string, ValueOrigin> | undefined,
): { readonly source?: object } {
  const entries = Object.entries(source);
  const given =
    origins === undefined
      ? isDeepStrictEqual({ ...source }, { ...DEFAULT_SOURCE })
        ? []
        : entries
      : entries.filter(([key]) => origins.has(`source.${key}`));
  return given.length === 0 ? {} : { source: Object.fromEntries(given) };
}

/** What a service is sent of where values came from: what stands in no record and in no other request. */
function sentOrigins(origins: ReadonlyMap<string, ValueOrigin>): Record<string, string> {
  return Object.fromEntries(
    [...origins].filter(([, origin]) => /^(default|file|override|environment )/.test(origin)),
  );
}

type SentConfig = components['schemas']['CollectionConfig'];

/** The error of a selection that nothing fits says where to look. */
function ofSelection(thrown: unknown, run: string): unknown {
  if (!(thrown instanceof TapehaulError) || thrown.code !== 'run_complete') return thrown;
  return thrown.withMessage(thrown.message, { hint: `See what failed: tapehaul show ${run}.` });
}

function selectionBody({ taskIds, errorCode, prefix }: TaskSelection) {
  return {
    ...(taskIds === undefined ? {} : { task_ids: [...taskIds] }),
    ...(errorCode === undefined ? {} : { error_code: errorCode }),
    ...(prefix === undefined ? {} : { prefix }),
  };
}

/** Requests something of a run, and gives its id. */
async function request(
  client: ServiceClient,
  action: 'cancel' | 'pause' | 'unpause',
  given: string | undefined,
): Promise<string> {
  const run = await runMeant(client, given);
  answered(await client.POST(`/v1/runs/{run}/${action}`, { params: { path: { run } } }));
  return run;
}
