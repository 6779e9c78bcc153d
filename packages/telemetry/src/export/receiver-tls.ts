import { readFileSync } from 'node:fs';
import type { OwnTls } from '@tapehaul/network';

/** What is sent by OTLP, as variables name it. */
export type Signal = 'TRACES' | 'METRICS';

const FILES = { ca: 'CERTIFICATE', cert: 'CLIENT_CERTIFICATE', key: 'CLIENT_KEY' } as const;

/**
 * The certificates that variables name for the receiver of a signal alone (`OTEL_EXPORTER_OTLP_CERTIFICATE`,
 * `_CLIENT_CERTIFICATE` and `_CLIENT_KEY`, or their `_TRACES_` and `_METRICS_` forms, which win); undefined where none is set. A client's
 * certificate and its key are used together only, as OpenTelemetry does. `checkedEnvironment` has seen that the files can be
 * read.
 */
export function receiverTls(env: NodeJS.ProcessEnv, signal: Signal): OwnTls | undefined {
  const read = (name: string): string | undefined => {
    const path =
      env[`OTEL_EXPORTER_OTLP_${signal}_${name}`]?.trim() || env[`OTEL_EXPORTER_OTLP_${name}`]?.trim();
    return path ? readFileSync(path, 'utf8') : undefined;
  };
  const [ca, cert, key] = [read(FILES.ca), read(FILES.cert), read(FILES.key)];
  const client = cert !== undefined && key !== undefined ? { cert, key } : undefined;
  if (ca === undefined && client === undefined) return undefined;
  return { ...(ca === undefined ? {} : { ca }), ...client };
}
