import type { TaskSampling } from '../spans/task-choice.ts';
import { isDisabled } from './checked-environment.ts';
import { PROTOCOLS } from './variables.ts';

/** What the standard OTEL_* variables request. */
export interface TelemetrySettings {
  /** How spans leave, or nothing when none are made. */
  readonly traces?: {
    readonly exporter: (typeof PROTOCOLS)[number] | 'console';
    readonly sampling: TaskSampling;
    readonly parent: ParentRule;
  };
  /** Whether the SDK is to export metrics as its own variables say. */
  readonly metrics: boolean;
}

/**
 * What the parent that a caller names says about sampling: nothing; that spans are made unless the parent is not
 * sampled; or that they are made only below a sampled parent.
 */
export type ParentRule = 'ignored' | 'may_refuse' | 'decides';

/** What an app requests beside the variables. */
export interface TelemetryRequest {
  /** Whether spans are made when no variable requests them. */
  readonly trace?: boolean;
  /** Whether they are made below a parent that is not sampled, too. */
  readonly evenUnsampled?: boolean;
}

/**
 * Reads variables that `checkedEnvironment` has corrected. Spans are made when `trace` requests them, or
 * OTEL_TRACES_EXPORTER, or any OTEL_EXPORTER_OTLP_* variable that is not of metrics or logs alone.
 */
export function telemetrySettings(env: NodeJS.ProcessEnv, request: TelemetryRequest): TelemetrySettings {
  if (isDisabled(env)) return { metrics: false };
  const isSet = (name: string): boolean => Boolean(env[name]?.trim());
  const metrics =
    !/\bnone\b/.test(env.OTEL_METRICS_EXPORTER ?? '') &&
    (isSet('OTEL_METRICS_EXPORTER') || isSet('OTEL_EXPORTER_OTLP_METRICS_ENDPOINT'));
  const otlp = Object.keys(env).some(
    (name) => /^OTEL_EXPORTER_OTLP_(?!METRICS_|LOGS_)/.test(name) && isSet(name),
  );
  const exporter = env.OTEL_TRACES_EXPORTER?.trim() || 'otlp';
  const sampler = env.OTEL_TRACES_SAMPLER?.trim() || undefined;
  const isRequested = request.trace === true || otlp || isSet('OTEL_TRACES_EXPORTER');
  if (!isRequested || exporter === 'none' || sampler === 'always_off') return { metrics };
  const how = { sampling: taskSampling(sampler, env), parent: parentRule(sampler, request) };
  if (exporter === 'console') return { metrics, traces: { exporter, ...how } };
  const protocol = env.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL?.trim() || env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim();
  const known = PROTOCOLS.find((name) => name === protocol) ?? 'http/protobuf';
  return { metrics, traces: { exporter: known, ...how } };
}

function taskSampling(sampler: string | undefined, env: NodeJS.ProcessEnv): TaskSampling {
  if (sampler === undefined) return {};
  if (!sampler.endsWith('traceidratio')) return { share: 1 };
  return { keepFirst: 0, share: Number(env.OTEL_TRACES_SAMPLER_ARG?.trim() || 1) };
}

function parentRule(sampler: string | undefined, { evenUnsampled = false }: TelemetryRequest): ParentRule {
  if (sampler === 'parentbased_always_off') return 'decides';
  const isOwn = sampler !== undefined && !sampler.startsWith('parentbased_');
  return isOwn || evenUnsampled ? 'ignored' : 'may_refuse';
}
