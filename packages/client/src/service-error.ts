import type { ServiceProblem } from './client.ts';

/** What the service refuses, or that it cannot be reached. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** Stable name of the problem; `connection_failed` when there was no answer. */
  readonly code: string;
  /** What to do about it. */
  readonly hint: string;

  constructor(
    status: number | undefined,
    message: string,
    { code, hint, cause }: { readonly code?: string; readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.status = status;
    this.code = code ?? (status === undefined ? 'connection_failed' : 'server_error');
    this.hint = hint ?? 'Check the address, and that the service runs.';
  }

  /** The error of an answer: of the problem that it holds, or of its status alone. */
  static of(status: number, text: string): ServiceError {
    const { detail = `the service answered ${status}`, ...problem } = problemOf(text);
    return new ServiceError(status, detail, problem);
  }

  /** Whether the same request may be answered in a while. */
  get mayPass(): boolean {
    return this.status === undefined || this.status >= 500 || this.status === 429;
  }
}

function problemOf(text: string): Partial<ServiceProblem> {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? problem : {};
  } catch {
    return {};
  }
}
