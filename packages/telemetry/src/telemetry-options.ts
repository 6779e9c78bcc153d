import type { SpanFigures } from './spans/span-figures.ts';

/** What an app says of itself; everything else comes from the standard OTEL_* variables. */
export interface TelemetryOptions {
  /** Whether to trace even when no variable requests it: to http://localhost:4318 unless one names a receiver. */
  readonly trace?: boolean;
  /** Whether spans are made also below a parent whose caller has not sampled it; false by default. */
  readonly evenUnsampled?: boolean;
  /** Value of `service.name` unless OTEL_SERVICE_NAME or OTEL_RESOURCE_ATTRIBUTES name one; `tapehaul` by default. */
  readonly serviceName?: string;
  /** Value of `service.version`. */
  readonly serviceVersion?: string;
}

/** The telemetry of a process. Its methods never throw and never reject. */
export interface Telemetry {
  /** Whether spans are made and sent. */
  readonly tracing: boolean;
  /** One sentence for each OTEL_* variable that is not followed as it is, to be shown once. */
  readonly warnings: readonly string[];
  /** The fate of the spans so far: all 0 when nothing is traced. */
  figures(): SpanFigures;
  /** Sends the spans that are queued, waiting for at most that many milliseconds, 5,000 by default. */
  flush(timeoutMs?: number): Promise<void>;
  /**
   * Sends what it can in that many milliseconds, 5,000 by default, counts the other spans as dropped, and ends the
   * SDK. An export that hangs may keep the process alive until its own time-out, so an app should end by
   * `process.exit`.
   */
  shutdown(timeoutMs?: number): Promise<void>;
}
