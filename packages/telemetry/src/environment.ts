import { TapehaulError } from '@tapehaul/errors';
import type { TaskSampling } from './task-choice.ts';

/** What the standard OTEL_* variables ask for. */
export interface TelemetrySettings {
  /** How spans leave, or nothing when none are made. */
  readonly traces?: {
    readonly exporter: 'grpc' | 'http/protobuf' | 'http/json' | 'console';
    readonly sampling: TaskSampling;
  };
  /** Whether the SDK is to export metrics as its own variables say. */
  readonly metrics: boolean;
}

const EXPORTERS = ['otlp', 'console'];
const PROTOCOLS = ['grpc', 'http/protobuf', 'http/json'] as const;

/**
 * Reads the variables. Spans are made when `trace` asks for them, or OTEL_TRACES_EXPORTER, or any
 * OTEL_EXPORTER_OTLP_* variable that is not of metrics or logs alone. Throws a TapehaulError `config_invalid` when
 * spans are to be made and a variable has a value that cannot be followed.
 */
export function telemetrySettings(env: NodeJS.ProcessEnv, trace: boolean): TelemetrySettings {
  if (env.OTEL_SDK_DISABLED?.trim().toLowerCase() === 'true') return { metrics: false };
  const isSet = (name: string): boolean => Boolean(env[name]?.trim());
  const metrics =
    env.OTEL_METRICS_EXPORTER?.trim() !== 'none' &&
    (isSet('OTEL_METRICS_EXPORTER') || isSet('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'));
  const otlp = Object.keys(env).some(
    (name) => /^OTEL_EXPORTER_OTLP_(?!METRICS_|LOGS_)/.test(name) && isSet(name),
  );
  const exporter = env.OTEL_TRACES_EXPORTER?.trim() || 'otlp';
  const asked = trace || otlp || isSet('OTEL_TRACES_EXPORTER');
  if (!asked || exporter === 'none' || sampler(env) === 'always_off') return { metrics };
  oneOf('OTEL_TRACES_EXPORTER', exporter, [...EXPORTERS, 'none']);
  const sampling = taskSampling(env);
  if (exporter === 'console') return { metrics, traces: { exporter, sampling } };
  const [name, protocol] = first(env, 'OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', 'OTEL_EXPORTER_OTLP_PROTOCOL');
  const found = oneOf(name, protocol ?? 'http/protobuf', PROTOCOLS);
  // gRPC takes addresses of other forms, too.
  if (found !== 'grpc') checkEndpoint(env);
  return { metrics, traces: { exporter: found, sampling } };
}

/** Name of the sampler; whether a parent decides first is the same here, where runs have no parent. */
function sampler(env: NodeJS.ProcessEnv): string | undefined {
  return env.OTEL_TRACES_SAMPLER?.trim().replace(/^parentbased_/, '') || undefined;
}

function taskSampling(env: NodeJS.ProcessEnv): TaskSampling {
  const name = sampler(env);
  if (name === undefined) return {};
  if (oneOf('OTEL_TRACES_SAMPLER', name, ['always_on', 'always_off', 'traceidratio']) === 'always_on') {
    return { share: 1 };
  }
  const share = Number(env.OTEL_TRACES_SAMPLER_ARG?.trim() || 1);
  if (share >= 0 && share <= 1) return { keepFirst: 0, share };
  throw invalid('OTEL_TRACES_SAMPLER_ARG', env.OTEL_TRACES_SAMPLER_ARG, 'a number from 0 to 1');
}

function first(env: NodeJS.ProcessEnv, ...names: [string, string]): [string, string | undefined] {
  const name = names.find((candidate) => env[candidate]?.trim()) ?? names[1];
  return [name, env[name]?.trim() || undefined];
}

/** The exporter would send to its default instead, and say so nowhere. */
function checkEndpoint(env: NodeJS.ProcessEnv): void {
  const [name, url] = first(env, 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', 'OTEL_EXPORTER_OTLP_ENDPOINT');
  if (url === undefined || /^https?:$/.test(URL.parse(url)?.protocol ?? '')) return;
  throw invalid(name, url, 'an http or https address, as http://localhost:4318');
}

function oneOf<Value extends string>(name: string, value: string, allowed: readonly Value[]): Value {
  const found = allowed.find((candidate) => candidate === value);
  if (found === undefined) throw invalid(name, value, `one of ${allowed.join(', ')}`);
  return found;
}

function invalid(name: string, value: string | undefined, expected: string): TapehaulError {
  return new TapehaulError('config_invalid', `${name} is "${value}", expected ${expected}`, {
    hint: `Correct ${name}, or unset it; OTEL_SDK_DISABLED=true turns telemetry off.`,
    problems: [{ path: name, message: `"${value}", expected ${expected}` }],
  });
}
