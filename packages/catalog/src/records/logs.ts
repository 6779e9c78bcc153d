/** How weighty a log line is, the least first. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** How weighty a log line is. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** A log line to be stored. */
export interface NewLog {
  readonly runId: string;
  /** Null when it is about the run as a whole. */
  readonly taskId: string | null;
  readonly attempt: number | null;
  readonly at: number;
  readonly level: LogLevel;
  readonly message: string;
  /** Span that it was said in, of a run that is traced. */
  readonly traceId?: string | null;
  readonly spanId?: string | null;
}

/** A log line as stored, with its place in the order of all lines. */
export interface LogRecord extends Required<NewLog> {
  readonly sequence: number;
}
