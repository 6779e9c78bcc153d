import { isSpanContextValid, trace } from '@opentelemetry/api';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { FORMATS, type LogFormat, type PinoLine } from './line-format.ts';
import { createRedactor, secretsOf } from './redact.ts';

/** What each line of a log or of a child says of where it comes from; `log.child({ task, attempt })` adds more. */
export interface LogContext {
  readonly run?: string;
  readonly task?: string;
  /** Number of the attempt, 1 for the first. */
  readonly attempt?: number;
  readonly trace_id?: string;
  readonly span_id?: string;
}

/** How a log is written. */
export interface LogOptions {
  /** `json` by default. */
  readonly format?: LogFormat;
  /** Least level that is written; `info` by default. */
  readonly level?: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Name of the logger; `tapehaul` by default. */
  readonly name?: string;
  /** Where lines go, each with its end of line; standard error by default. */
  readonly destination?: { write(line: string): unknown };
  readonly context?: LogContext;
  /** More values that must never appear; secrets of the environment's variables are known. */
  readonly secrets?: readonly string[];
}

/**
 * A pino log whose lines carry the context given and the ids of the active span, which win over those given by the
 * context. Secrets and signatures of URLs appear in none of its formats: they are replaced by `[redacted]`.
 */
export function createLog(options: LogOptions = {}): Logger {
  const { format = 'json', level = 'info', name = 'tapehaul', context = {}, secrets = [] } = options;
  const destination = options.destination ?? process.stderr;
  const redact = createRedactor([...secrets, ...secretsOf(process.env)]);
  const write = (json: string): void => {
    const line = redact(JSON.parse(json)) as PinoLine;
    destination.write(`${FORMATS[format](line)}\n`);
  };
  return pino(
    {
      level,
      base: { name, ...context },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: activeSpan,
    },
    { write },
  );
}

function activeSpan(): LogContext {
  const span = trace.getActiveSpan()?.spanContext();
  if (span === undefined || !isSpanContextValid(span)) return {};
  return { trace_id: span.traceId, span_id: span.spanId };
}
