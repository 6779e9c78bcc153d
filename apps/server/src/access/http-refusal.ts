/** A fault of a request, with the place of the value. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** Codes of refusals for reasons of HTTP; all others are codes of errors. Codes are stable. */
export const REFUSAL_CODES = [
  'directory_not_allowed',
  'encoding_unsupported',
  'fleet_not_allowed',
  'headers_too_large',
  'host_unknown',
  'idempotency_conflict',
  'media_type_unsupported',
  'method_not_allowed',
  'not_found',
  'not_ready',
  'origin_refused',
  'output_not_found',
  'plan_unknown',
  'query_invalid',
  'queue_full',
  'request_invalid',
  'request_slow',
  'run_not_found',
  'run_waiting',
  'scope_missing',
  'target_invalid',
  'task_not_found',
  'token_missing',
  'too_busy',
  'too_deep',
  'too_large',
  'too_many_requests',
] as const;

/** One of {@link REFUSAL_CODES}. */
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** A refusal for reasons of HTTP. */
export class HttpRefusal extends Error {
  readonly statusCode: number;
  readonly code: RefusalCode;
  readonly hint: string;
  readonly faults: readonly FieldProblem[] | undefined;

  constructor(
    statusCode: number,
    code: RefusalCode,
    message: string,
    hint: string,
    faults?: readonly FieldProblem[],
  ) {
    super(message);
    this.statusCode = statusCode;
    this.code = code;
    this.hint = hint;
    this.faults = faults;
  }
}
