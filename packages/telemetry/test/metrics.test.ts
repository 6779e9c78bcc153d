import { once } from 'node:events';
import { createServer } from 'node:http';
import { metrics } from '@opentelemetry/api';
import { afterEach, expect, test, vi } from 'vitest';
import { startTelemetry } from '../src/index.ts';

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    received.push([request.url ?? '', Buffer.concat(chunks).toString('latin1')]);
    response.end();
  });
});
const received: [string, string][] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

test('metrics go out over OTLP when a variable requests them, at the latest at shutdown', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  vi.stubEnv('OTEL_TRACES_EXPORTER', 'none');
  vi.stubEnv('OTEL_METRICS_EXPORTER', 'otlp');
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', `http://127.0.0.1:${port}`);
  vi.stubEnv('OTEL_SERVICE_NAME', 'named-by-variable');
  const telemetry = await startTelemetry({ serviceName: 'named-by-app' });
  expect(telemetry.tracing).toBe(false);
  metrics.getMeter('test').createCounter('files_downloaded').add(7);
  await telemetry.shutdown();
  const [[path, body] = ['', '']] = received;
  expect(path).toBe('/v1/metrics');
  expect(body).toContain('files_downloaded');
  expect(body).toContain('named-by-variable');
  expect(body).not.toContain('named-by-app');
});
