import { asTapehaulError, type ErrorCode, TapehaulError, visible } from '@tapehaul/errors';
import type { FastifyError, FastifyReply } from 'fastify';
import { type FieldProblem, HttpRefusal } from '../access/http-refusal.ts';
import { SAFE_HEADERS } from './safe-headers.ts';

/** An answer to what cannot be done, as RFC 9457 has it. */
export interface ProblemDetails {
  /** Stable name of the kind of problem. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  /** What to do about it. */
  readonly hint?: string;
  /** Single faults, each with the place of the value. */
  readonly errors?: readonly FieldProblem[];
}

/** HTTP status of an error code; 500 for those that say nothing of the request. */
const STATUS: Partial<Record<ErrorCode, number>> = {
  config_invalid: 422,
  matrix_invalid: 422,
  key_invalid: 422,
  cursor_invalid: 422,
  run_not_found: 404,
  run_complete: 409,
  run_ended: 409,
  plan_changed: 409,
  output_in_use: 409,
  source_not_allowed: 403,
  storage_not_allowed: 403,
  disk_full: 507,
  catalog_failed: 503,
  store_failed: 503,
  throttled: 503,
  engine_unavailable: 503,
  table_writer_missing: 503,
};

/** Codes of faults of the source or the storage: the service only passes them on. */
const UPSTREAM: ReadonlySet<ErrorCode> = new Set([
  'not_found',
  'access_denied',
  'bucket_not_found',
  'request_refused',
  'server_error',
  'connection_failed',
  'proxy_refused',
  'proxy_unreachable',
  'tls_untrusted',
  'address_refused',
  'name_not_resolved',
  'listing_invalid',
  'too_slow',
  'truncated',
  'stalled',
  'timed_out',
  'changed_upstream',
]);

/** What to answer for anything that was thrown. */
export function problemOf(thrown: unknown): ProblemDetails {
  if (isHttpError(thrown)) return ofHttp(thrown);
  const error = asTapehaulError(thrown);
  const status = STATUS[error.code] ?? (UPSTREAM.has(error.code) ? 502 : 500);
  // What is inside stays inside: the log has the rest.
  const detail = error.code === 'internal' ? 'something went wrong inside' : error.message;
  const details = {
    ...base(status, error.code, detail),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  };
  if (error.problems === undefined || error.problems.length === 0) return details;
  return { ...details, errors: error.problems.map(({ path, message }) => ({ path, message })) };
}

/** Codes of refusals that another try in a second may not meet. */
const SOON: ReadonlySet<string> = new Set(['too_busy', 'too_many_requests']);

/** Sends a problem. */
export function sendProblem(reply: FastifyReply, problem: ProblemDetails): FastifyReply {
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="tapehaul"');
  if (SOON.has(problem.code) && !reply.hasHeader('retry-after')) reply.header('retry-after', '1');
  return reply
    .headers(SAFE_HEADERS)
    .code(problem.status)
    .type('application/problem+json')
    .send(JSON.stringify(problem));
}

function isHttpError(thrown: unknown): thrown is FastifyError | HttpRefusal {
  if (thrown instanceof HttpRefusal) return true;
  if (!(thrown instanceof Error) || thrown instanceof TapehaulError) return false;
  return 'statusCode' in thrown && typeof thrown.statusCode === 'number' && thrown.statusCode < 500;
}

/** Codes of what Fastify refuses by itself. */
const NAMES: Readonly<Record<number, string>> = { 413: 'too_large', 415: 'media_type_unsupported' };

function ofHttp(error: FastifyError | HttpRefusal): ProblemDetails {
  const status = error.statusCode ?? 400;
  const code = error instanceof HttpRefusal ? error.code : (NAMES[status] ?? 'request_invalid');
  const hint = error instanceof HttpRefusal ? error.hint : 'See /openapi.json for what is expected.';
  const errors = error instanceof HttpRefusal ? error.faults : invalidPlaces(error);
  // A framework repeats keys of the request.
  const detail = error instanceof HttpRefusal ? error.message : visible(error.message);
  return { ...base(status, code, detail), hint, ...(errors === undefined ? {} : { errors }) };
}

function invalidPlaces({ validation }: FastifyError): FieldProblem[] | undefined {
  return validation?.map(({ instancePath, message = '' }) => ({
    path: visible(instancePath),
    message: visible(message),
  }));
}

function base(status: number, code: string, detail: string) {
  return { type: `urn:tapehaul:problem:${code}`, title: code.replaceAll('_', ' '), status, detail, code };
}
