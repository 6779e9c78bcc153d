import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { ExportResultCode } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import { afterEach, describe, expect, test } from 'vitest';
import { traced } from '../test/traced.ts';

/** An exporter that never answers and never ends. */
const hanging: SpanExporter = { export: () => {}, shutdown: () => new Promise(() => {}) };

describe('the queue', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  /** An OTLP receiver on loopback that answers with the statuses in turn, the last one for ever. */
  async function receiver(...statuses: number[]): Promise<{ url: string; requests: () => number }> {
    let requests = 0;
    server = createServer((request, response) => {
      request.resume().on('end', () => {
        response.statusCode = statuses[Math.min(requests++, statuses.length - 1)] ?? 200;
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return { url: `http://127.0.0.1:${port}/v1/traces`, requests: () => requests };
  }

  test('sends a burst of 20,001 spans whole, in batches', async () => {
    const { url, requests } = await receiver(200);
    const { pipeline, start } = traced({ exporter: new OTLPTraceExporter({ url }) });
    for (let count = 0; count < 20_001; count++) start('file').end();
    await pipeline.shutdown(60_000);
    expect(pipeline.figures()).toMatchObject({ made: 20_001, sent: 20_001, dropped: 0, queued: 0 });
    expect(requests()).toBe(10);
  });

  test('continues after a batch that the receiver refused, and counts it with the reason', async () => {
    const { url } = await receiver(400, 200);
    const { pipeline, start } = traced({ exporter: new OTLPTraceExporter({ url }), maxBatchSize: 10 });
    for (let count = 0; count < 25; count++) start('file').end();
    await pipeline.forceFlush(60_000);
    const { made, sent, dropped_by, last_export_error } = pipeline.figures();
    expect({ made, sent, dropped_by }).toEqual({
      made: 25,
      sent: 15,
      dropped_by: { queue_full: 0, export_failed: 10, refused: 0, shutdown: 0 },
    });
    expect(last_export_error).toContain('Bad Request');
    await pipeline.shutdown();
  });

  test('sends an incomplete batch by itself', async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    const exporter: SpanExporter = {
      export: (spans, done) => {
        done({ code: ExportResultCode.SUCCESS });
        resolve(spans.length);
      },
      shutdown: async () => {},
    };
    const { start } = traced({ exporter, delayMs: 1 });
    start('file').end();
    expect(await promise).toBe(1);
  });

  test('ends in time though the exporter hangs, and counts what was lost and why', async () => {
    const { pipeline, start } = traced({ exporter: hanging, maxQueueSize: 100, maxBatchSize: 10 });
    for (let count = 0; count < 150; count++) start('file').end();
    await pipeline.forceFlush(5);
    expect(pipeline.figures()).toMatchObject({ made: 150, queued: 100, dropped: 50 });
    await pipeline.shutdown(5);
    start('late').end();
    const { made, queued, dropped, dropped_by, last_export_error } = pipeline.figures();
    expect({ made, queued, dropped }).toEqual({ made: 151, queued: 0, dropped: 151 });
    expect(dropped_by).toEqual({ queue_full: 50, export_failed: 0, refused: 0, shutdown: 101 });
    expect(last_export_error).toBe('not sent within 0.005 s');
  });

  test('gives up a batch that gets no answer, and survives an exporter that throws', async () => {
    let calls = 0;
    const exporter: SpanExporter = {
      export: () => {
        if (++calls > 1) throw new Error('broken exporter');
      },
      shutdown: () => Promise.reject(new Error('broken exporter')),
    };
    const { pipeline, start } = traced({ exporter, maxBatchSize: 1, exportTimeoutMs: 5 });
    start('file').end();
    start('file').end();
    await pipeline.forceFlush(60_000);
    await pipeline.shutdown();
    expect(pipeline.figures()).toMatchObject({
      made: 2,
      sent: 0,
      dropped_by: { export_failed: 2 },
      last_export_error: 'broken exporter',
    });
  });
});
