import { createClient, followRun, type ServiceClient, ServiceError } from '@tapehaul/client';
import { counted, TapehaulError } from '@tapehaul/errors';
import { currentSpan, traceparentOf } from '@tapehaul/tracing';
import { meantRunId, workflowEventSchema } from '@tapehaul/workflow';
import { duration, utc } from './figures.ts';
import { fitted } from './fitted.ts';
import { logText } from './log-text.ts';
import { printVersion } from './output-version.ts';
import { print, printJson } from './print.ts';
import { advance, progress } from './progress.ts';
import { requestText, sourceText } from './request-text.ts';
import { stopOnSignals } from './signals.ts';
import { section } from './summary.ts';
import { table } from './table.ts';

/** A service that a command talks to, in place of a directory of this machine. */
export interface ServerOptions {
  /** Its address; the token comes from TAPEHAUL_TOKEN. */
  readonly server?: string;
  readonly json?: boolean;
}

/** Commands over a service. Each gives the exit status, and rejects with a TapehaulError that tells what it said. */
export function remote(url: string, { json = false }: ServerOptions, env: NodeJS.ProcessEnv = process.env) {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw noAddress(url);
  const { TAPEHAUL_TOKEN: token } = env;
  const span = currentSpan()?.spanContext();
  const traceparent = span && traceparentOf(span);
  const service = {
    url,
    ...(token === undefined ? {} : { token }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
  const client = createClient(service);

  /** Follows a run to its end; Ctrl-C stops following, not the run. */
  async function watch(given: string | undefined): Promise<number> {
    const run = await runMeant(client, given);
    const { gently: signal, exitStatus, dispose } = stopOnSignals();
    const bar = progress();
    if (json) printVersion();
    try {
      for await (const { event, data } of followRun(service, run, { signal })) {
        if (json) printJson({ kind: event, ...data });
        else if (event === 'planned' || event === 'file') {
          // What a service of another version tells otherwise is not shown.
          const known = workflowEventSchema.safeParse(data);
          if (known.success) advance(bar, known.data);
        } else if (event === 'ended') {
          bar.end();
          print(`run ${run} is ${data.state}`);
          return data.state === 'completed' || data.state === 'Completed' ? 0 : 3;
        }
      }
      return 0;
    } catch (error) {
      if (signal.aborted) return exitStatus() ?? 1;
      throw error instanceof ServiceError ? refused(error.status, error.message, error.hint) : error;
    } finally {
      bar.end();
      dispose();
    }
  }

  return {
    watch,

    async collect(config: Record<string, unknown>): Promise<number> {
      const { run_id } = answered(await client.POST('/v1/runs', { body: { config } }));
      if (!json) process.stderr.write(`run      ${run_id} at ${url}\n`);
      return watch(run_id);
    },

    async runs(): Promise<number> {
      const { rows } = answered(await client.GET('/v1/runs', { params: { query: {} } }));
      if (json) for (const row of rows) printJson({ kind: 'run', ...row });
      else {
        const body = rows.map(({ run_id, state, started_at, output_directory, files, request }) => {
          const total = Object.values(files).reduce((sum, { tasks }) => sum + tasks, 0);
          const started = started_at === null ? '' : utc(started_at).slice(0, 16);
          return [run_id, state, started, output_directory, total, requestText(request ?? null)];
        });
        const head = ['run', 'state', 'started (UTC)', 'in', 'files', 'what'];
        print(table(head, body, { optional: ['started (UTC)'] }));
      }
      return 0;
    },

    async show(given: string | undefined): Promise<number> {
      const run = await runMeant(client, given);
      const shown = answered(await client.GET('/v1/runs/{run}', { params: { path: { run } } }));
      if (json) printJson({ kind: 'run', ...shown });
      else {
        const failures = shown.failures.map(
          ({ code, tasks, example_message }) => `${code}, ${counted(tasks, 'file')}: ${example_message}`,
        );
        const counts = Object.entries(shown.files).map(([state, { tasks }]) => [state, tasks]);
        const took =
          shown.started_at === null
            ? 0
            : Date.parse(shown.ended_at ?? new Date().toISOString()) - Date.parse(shown.started_at);
        print(`run      ${run}, ${shown.state}, ${duration(took / 1_000)}, in ${shown.output_directory}`);
        const { request = null } = shown;
        if (request !== null) {
          print(fitted(`what     ${requestText(request)}\nsource   ${sourceText(request)}`));
        }
        print(['', table(['files', 'number'], counts), ...section('Failed', failures)].join('\n'));
      }
      return 0;
    },

    async logs(given: string | undefined, query: Readonly<Record<string, string>>): Promise<number> {
      const run = await runMeant(client, given);
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const from = cursor === undefined ? {} : { cursor };
        const page = answered(
          await client.GET('/v1/runs/{run}/logs', {
            params: { path: { run }, query: { ...query, ...from } },
          }),
        );
        for (const row of page.rows) {
          if (json) printJson(row);
          else print(logText(row));
        }
        cursor = page.next;
      }
      return 0;
    },

    async cancel(given: string | undefined): Promise<number> {
      const run = await runMeant(client, given);
      answered(await client.POST('/v1/runs/{run}/cancel', { params: { path: { run } } }));
      print(`run ${run} is asked to stop`);
      return 0;
    },
  };
}

function noAddress(url: string): TapehaulError {
  return new TapehaulError('config_invalid', `--server is "${url}", expected an address`, {
    hint: 'For example: --server http://127.0.0.1:8080',
  });
}

/** An id in whole, as the service makes them. */
const RUN_ID = /^\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** The run that was typed: an id in whole, a beginning of one, or latest; the newest without. */
async function runMeant(client: ServiceClient, typed: string | undefined): Promise<string> {
  if (typed === undefined || typed === 'latest') return newest(client);
  if (RUN_ID.test(typed)) return typed;
  const ids: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = { limit: 1_000, ...(cursor === undefined ? {} : { cursor }) };
    const page = answered(await client.GET('/v1/runs', { params: { query } }));
    ids.push(...page.rows.map(({ run_id }) => run_id));
    cursor = page.next;
  }
  return meantRunId(typed, ids) ?? typed;
}

async function newest(client: ServiceClient): Promise<string> {
  const { rows } = answered(await client.GET('/v1/runs', { params: { query: { limit: 1 } } }));
  if (rows[0] !== undefined) return rows[0].run_id;
  throw new TapehaulError('run_not_found', 'the service has no runs yet', {
    hint: 'Start one: tapehaul collect … --server URL.',
  });
}

/** What a service answered; what it refused is thrown. */
function answered<Data>({
  data,
  error,
  response,
}: {
  data?: Data;
  error?: unknown;
  response: Response;
}): Data {
  if (data !== undefined) return data;
  const problem = typeof error === 'object' && error !== null ? error : {};
  const detail = 'detail' in problem ? String(problem.detail) : `the service answered ${response.status}`;
  const hint = 'hint' in problem ? String(problem.hint) : 'Check the address given with --server.';
  throw refused(response.status, detail, hint);
}

/** What a service refused, or that it did not answer. */
function refused(status: number | undefined, detail: string, hint: string): TapehaulError {
  if (status === undefined) return new TapehaulError('connection_failed', detail, { hint });
  const code = status === 404 ? 'run_not_found' : status >= 500 ? 'server_error' : 'config_invalid';
  return new TapehaulError(code, detail, { hint, facts: { status } });
}
