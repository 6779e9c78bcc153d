import { networkOf } from '@tapehaul/network';
import { checkedEnvironment } from '../environment/checked-environment.ts';
import { telemetrySettings } from '../environment/environment.ts';
import { receiverUrl } from './receiver.ts';

/** Where a signal of OpenTelemetry is sent, and how that is reached. */
export interface ReceiverRoute {
  readonly signal: 'traces' | 'metrics';
  /** The receiver: scheme, host and port. */
  readonly address: string;
  /** Whether it is sent by gRPC; else by HTTP. */
  readonly isGrpc: boolean;
  /** How it is reached, for people: `through http://proxy:3128 (HTTPS_PROXY)`, or `directly`. */
  readonly words: string;
}

/**
 * Where the OTEL_* variables of an environment send traces and metrics, and by which way; nothing is connected to. Empty where
 * they request none, or only the console. Throws a TapehaulError `config_invalid` for a faulty variable of a proxy.
 */
export function receiverRoutes(given: NodeJS.ProcessEnv): ReceiverRoute[] {
  const { env } = checkedEnvironment(given);
  const { traces, metrics } = telemetrySettings(env, {});
  const signals: ReceiverRoute['signal'][] = [];
  if (traces !== undefined && traces.exporter !== 'console') signals.push('traces');
  if (metrics && /\botlp\b/.test(env.OTEL_METRICS_EXPORTER?.trim() || 'otlp')) signals.push('metrics');
  const network = networkOf(env);
  return signals.flatMap((signal) => {
    const name = signal === 'traces' ? 'TRACES' : 'METRICS';
    const protocol =
      env[`OTEL_EXPORTER_OTLP_${name}_PROTOCOL`]?.trim() || env.OTEL_EXPORTER_OTLP_PROTOCOL?.trim();
    const isGrpc = protocol === 'grpc';
    const url = receiverUrl(name, isGrpc, env);
    if (!URL.canParse(url)) return [];
    const { protocol: scheme, host } = new URL(url);
    return [{ signal, address: `${scheme}//${host}`, isGrpc, words: network.routeTo(url).words }];
  });
}
