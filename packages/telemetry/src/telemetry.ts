import { redacted } from '@tapehaul/errors';
import { checkedEnvironment, isDisabled } from './environment/checked-environment.ts';
import { telemetrySettings } from './environment/environment.ts';
import { portWarning } from './export/free-port.ts';
import { NO_SPANS } from './spans/span-figures.ts';
import type { Telemetry, TelemetryOptions } from './telemetry-options.ts';

const OFF: Omit<Telemetry, 'warnings'> = {
  tracing: false,
  figures: () => NO_SPANS,
  flush: async () => {},
  shutdown: async () => {},
};

/**
 * Starts the OpenTelemetry SDK for this process, as the options and the standard OTEL_* variables of the process
 * ask. When neither requests traces or metrics the SDK is not even loaded. To be called once, before the first span;
 * again only after `shutdown()`. Never rejects: what cannot be followed is in `warnings`, and its variable is
 * corrected in `process.env`, from which the parts of the SDK read.
 */
export async function startTelemetry(options: TelemetryOptions = {}): Promise<Telemetry> {
  const { env, warnings: found } = checkedEnvironment(process.env);
  const busy = isDisabled(env) ? undefined : await portWarning(env);
  if (busy !== undefined) env.OTEL_METRICS_EXPORTER = withoutPrometheus(env.OTEL_METRICS_EXPORTER ?? '');
  const warnings = busy === undefined ? found : [...found, busy];
  const settings = telemetrySettings(env, options);
  if (settings.traces === undefined && !settings.metrics) return { ...OFF, warnings };
  for (const name of Object.keys(process.env)) {
    if (!name.startsWith('OTEL_')) continue;
    if (env[name] === undefined) delete process.env[name];
    else process.env[name] = env[name];
  }
  try {
    const { startSdk } = await import('./sdk.ts');
    return { ...(await startSdk(settings, options)), warnings };
  } catch (error) {
    const reason = redacted(error instanceof Error ? error.message : String(error));
    return { ...OFF, warnings: [...warnings, `OpenTelemetry could not start, nothing is traced: ${reason}`] };
  }
}

function withoutPrometheus(exporters: string): string {
  const others = exporters.split(',').filter((name) => name.trim() !== 'prometheus');
  return others.join(',') || 'none';
}
