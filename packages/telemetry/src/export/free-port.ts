import { once } from 'node:events';
import { createServer } from 'node:net';

/** OpenTelemetry's default for readers by Prometheus. */
const DEFAULT_PORT = 9_464;

/**
 * Why metrics cannot be offered to Prometheus, as a warning; nothing where that is not requested, or where the port is free.
 * The exporter itself would not report it.
 */
export async function portWarning(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  if (!/\bprometheus\b/.test(env.OTEL_METRICS_EXPORTER ?? '')) return undefined;
  const port = Number(env.OTEL_EXPORTER_PROMETHEUS_PORT?.trim() || DEFAULT_PORT);
  const host = env.OTEL_EXPORTER_PROMETHEUS_HOST?.trim();
  const server = createServer();
  try {
    await once(server.listen({ port, ...(host ? { host } : {}) }), 'listening');
    server.close();
    await once(server, 'close');
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `OTEL_METRICS_EXPORTER is "prometheus", but its port cannot be opened (${reason}); tapehaul offers no metrics there`;
  }
}
