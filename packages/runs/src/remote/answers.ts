import { CODES, type ErrorCode, TapehaulError } from '@tapehaul/errors';
import * as z from 'zod';

/** The data of an answer of a service. Throws what the service refused as a TapehaulError of the same code. */
export function answered<Data>({
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
  const code = 'code' in problem ? String(problem.code) : '';
  const given = 'hint' in problem ? String(problem.hint) : 'Check the address given with --server.';
  const hint = COMMAND_HINTS[code] ?? given;
  const { data: problems = [] } = problemsSchema.safeParse('errors' in problem ? problem.errors : []);
  throw errorOfRefusal(response.status, detail, { hint, code, problems });
}

/** What to do about a refusal with the command, where the service names a request of its own. */
const COMMAND_HINTS: Readonly<Record<string, string>> = {
  token_missing: 'Put a token of the service into TAPEHAUL_TOKEN.',
  run_not_found: 'tapehaul runs --server URL lists the runs.',
  run_complete: 'Start a new run to look for what has changed since: tapehaul collect.',
};

const problemsSchema = z.array(z.object({ path: z.string(), message: z.string() }));

/** What a service says of a request that it refuses. */
interface ServiceRefusal {
  readonly code: string;
  readonly hint: string;
  readonly problems?: z.infer<typeof problemsSchema>;
}

/** The error of what a service refused; of one that did not answer where there is no HTTP status. */
export function errorOfRefusal(
  status: number | undefined,
  detail: string,
  { code, hint, problems = [] }: ServiceRefusal,
): TapehaulError {
  if (status === undefined) return new TapehaulError('connection_failed', detail, { hint });
  const known = Object.hasOwn(CODES, code) ? (code as ErrorCode) : codeOf(status);
  // A line for each problem, as without a service. Indented, none of them passes for a line of ours.
  const [first = '', ...lines] = detail.split('\n');
  const isList = problems.length > 0 && lines.length === problems.length;
  const message = isList ? [first, ...lines.map((line) => `  ${line.trim()}`)].join('\n') : detail;
  return new TapehaulError(known, message, { hint, facts: { status }, ...(isList ? { problems } : {}) });
}

/** The code of an error by the HTTP status, where a service names none that is known. */
function codeOf(status: number): ErrorCode {
  if (status === 401 || status === 403) return 'access_denied';
  if (status === 404) return 'run_not_found';
  if (status === 429) return 'throttled';
  return status >= 500 ? 'server_error' : 'config_invalid';
}
