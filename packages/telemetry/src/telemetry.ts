import { telemetrySettings } from './environment.ts';
import { NO_SPANS } from './span-figures.ts';
import type { Telemetry, TelemetryOptions } from './telemetry-options.ts';

const OFF: Telemetry = {
  tracing: false,
  figures: () => NO_SPANS,
  flush: async () => {},
  shutdown: async () => {},
};

/**
 * Starts the OpenTelemetry SDK for this process, as the options and the standard OTEL_* variables of the process
 * ask. When neither asks for traces or metrics the SDK is not even loaded. To be called once, before the first span;
 * again only after `shutdown()`. Rejects with a TapehaulError `config_invalid` when a variable cannot be followed.
 */
export async function startTelemetry(options: TelemetryOptions = {}): Promise<Telemetry> {
  const settings = telemetrySettings(process.env, options.trace ?? false);
  if (settings.traces === undefined && !settings.metrics) return OFF;
  const { startSdk } = await import('./sdk.ts');
  return startSdk(settings, options);
}
