import { type DiagLogFunction, DiagLogLevel, diag } from '@opentelemetry/api';
import { diagLogLevelFromString } from '@opentelemetry/core';

/** How a receiver says that it refused some spans of an export that it took: OTLP's partial success. */
const REFUSED = /"rejectedSpans":"?(\d+)/;

/**
 * Counts the spans that a receiver refused of what it took. Exporters report them in OpenTelemetry's own log alone,
 * right before they call the export a success.
 */
export class Refusals {
  #spans = 0;

  /** Spans refused since the last call. */
  take(): number {
    const spans = this.#spans;
    this.#spans = 0;
    return spans;
  }

  /** Listens to that log, and shows of it on stderr what OTEL_LOG_LEVEL requests; nothing without that. */
  setLevel(logLevel: string | undefined): void {
    const level = diagLogLevelFromString(logLevel?.trim() || undefined) ?? DiagLogLevel.NONE;
    const from = (weight: DiagLogLevel): DiagLogFunction => (level >= weight ? console.error : () => {});
    const warn = from(DiagLogLevel.WARN);
    const logger = {
      error: from(DiagLogLevel.ERROR),
      warn: (message: string, ...facts: unknown[]): void => {
        const [, spans = 0] = facts.map((fact) => REFUSED.exec(String(fact))).find((found) => found) ?? [];
        this.#spans += Number(spans);
        warn(message, ...facts);
      },
      info: from(DiagLogLevel.INFO),
      debug: from(DiagLogLevel.DEBUG),
      verbose: from(DiagLogLevel.VERBOSE),
    };
    const least = Math.max(level, DiagLogLevel.WARN);
    diag.setLogger(logger, { logLevel: least, suppressOverrideMessage: true });
  }
}
