import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { TelemetrySettings } from '../environment/environment.ts';
import { grpcReceiver, httpReceiver } from './receiver.ts';

/** The requested exporter; only its own code is loaded. It reads its endpoint, headers and time-out by itself. */
export async function createTraceExporter(
  exporter: NonNullable<TelemetrySettings['traces']>['exporter'],
): Promise<SpanExporter> {
  switch (exporter) {
    case 'grpc':
      return new (await import('@opentelemetry/exporter-trace-otlp-grpc')).OTLPTraceExporter(
        await grpcReceiver('TRACES'),
      );
    case 'http/json':
      return new (await import('@opentelemetry/exporter-trace-otlp-http')).OTLPTraceExporter(
        await httpReceiver('TRACES'),
      );
    case 'http/protobuf':
      return new (await import('@opentelemetry/exporter-trace-otlp-proto')).OTLPTraceExporter(
        await httpReceiver('TRACES'),
      );
    case 'console':
      return new (await import('@opentelemetry/sdk-trace')).ConsoleSpanExporter();
  }
}
