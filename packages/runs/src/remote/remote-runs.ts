import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { type components, createClient, type paths, type ServiceClient } from '@tapehaul/client';
import { type CollectionConfig, DEFAULT_SOURCE } from '@tapehaul/config';
import { stoppedBy } from '@tapehaul/errors';
import type { ValueOrigin } from '@tapehaul/workflow';
import type { ContinueOptions, LogFilter, RunControl, RunHooks, RunOutcome } from '../run-control.ts';
import type { RunLogLine } from '../run-view.ts';
import { answered } from './answers.ts';
import { followService } from './follow-service.ts';
import { withCoverage } from './lacking-run.ts';
import { listedRuns, runMeant } from './listed-runs.ts';
import { serviceAt } from './service.ts';
import { detailsOf, viewOf } from './shown-runs.ts';

/** How often the log of a run that is followed is read, in milliseconds. */
const READ_EVERY = 500;

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
    { settings = {}, maxBytesPerSecond }: ContinueOptions = {},
    hooks: RunHooks = {},
  ): Promise<RunOutcome> => {
    const run = await runMeant(client, given);
    const rate = maxBytesPerSecond === undefined ? {} : { max_bytes_per_second: maxBytesPerSecond };
    const body = { ...(Object.keys(settings).length === 0 ? {} : { settings }), ...rate };
    answered(await client.POST(`/v1/runs/{run}/${action}`, { params: { path: { run } }, body }));
    hooks.onAccepted?.(run, url);
    return follow(run, hooks);
  };
  return {
    runsHere: false,
    hasDirectories: true,
    async collect({ config: { source, ...rest }, origins }, hooks = {}) {
      const own = ownSource(source, origins);
      const known = origins === undefined ? {} : { origins: sentOrigins(origins) };
      // Checked here, and by the service again: it refuses what a request cannot bring.
      const sent = { ...rest, ...own } as SentConfig;
      const body = { config: sent, ...known };
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
    cancel: (run) => request(client, 'cancel', run),
    pause: (run) => request(client, 'pause', run),
    unpause: (run) => request(client, 'unpause', run),
  };
}

/** The part of a source that somebody gave; a service has a source of its own for all else. */
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
type LogsPath = paths['/v1/runs/{run}/logs']['get'];
type LogPage = NonNullable<LogsPath['parameters']['query']>;
type Lines = LogsPath['responses'][200]['content']['application/json'];

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

async function* serviceLogs(
  client: ServiceClient,
  given: string | undefined,
  { follow = false, signal, ...query }: LogFilter,
): AsyncGenerator<RunLogLine, void, undefined> {
  const run = await runMeant(client, given);
  const path = { run };
  let seen = 0;
  let from: string | undefined;
  for (;;) {
    const shown = follow && answered(await client.GET('/v1/runs/{run}', { params: { path } }));
    for (let cursor: string | null | undefined = from; cursor !== null; ) {
      const paged: LogPage = { ...query, ...(cursor === undefined ? {} : { cursor }) };
      const { rows, next }: Lines = answered(
        await client.GET('/v1/runs/{run}/logs', { params: { path, query: paged } }),
      );
      for (const line of rows) {
        if (line.sequence <= seen) continue;
        seen = line.sequence;
        yield { ...line, line };
      }
      // The last page is read again: lines may have been added to it.
      from = cursor;
      cursor = next;
    }
    if (shown === false || shown.ended_at !== null) return;
    await sleep(READ_EVERY, undefined, signal === undefined ? {} : { signal }).catch(() => {});
    if (signal?.aborted === true) throw stoppedBy(signal);
  }
}
