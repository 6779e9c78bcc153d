import { SpanStatusCode } from '@opentelemetry/api';
import { ExportResultCode } from '@opentelemetry/core';
import { InMemorySpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { createSpanPipeline, SpanFigures } from '../src/spans.ts';
import { traced } from './traced.ts';

const sum = ({ sent, queued, held, sampled_out, dropped }: SpanFigures) =>
  sent + queued + held + sampled_out + dropped;

describe('tasks', () => {
  const none = { keepFirst: 0, share: 0, slowest: 0 };
  const task = { 'tapehaul.task': true };

  async function names(exporter: InMemorySpanExporter, pipeline: ReturnType<typeof createSpanPipeline>) {
    await pipeline.forceFlush();
    const spans = exporter.getFinishedSpans().map(({ name }) => name);
    await pipeline.shutdown();
    return spans;
  }

  test('are left out whole, except those that failed or retried; runs and batches always stay', async () => {
    const exporter = new InMemorySpanExporter();
    const { pipeline, start } = traced({ exporter, sampling: none });
    const run = start('run');
    const good = start('good', run, task);
    start('good-attempt', good).end();
    const retried = start('retried', run, task);
    start('retried-attempt', retried, { 'error.type': 'throttled' }).end();
    const second = start('retried-attempt', retried, { 'tapehaul.attempt': 2 });
    start('retried-verify', second).end();
    second.end();
    const failed = start('failed', run, task);
    failed.setStatus({ code: SpanStatusCode.ERROR });
    expect(pipeline.figures()).toMatchObject({ held: 4, made: 4, unfinished: 4 });
    for (const span of [good, retried, failed, run]) span.end();
    // A span that starts when its task has ended shares the fate of the task.
    start('good-late', good).end();
    start('failed-late', failed).end();
    expect(pipeline.figures()).toMatchObject({ held: 0, sampled_out: 3 });
    expect((await names(exporter, pipeline)).sort()).toEqual(
      [
        'failed',
        'failed-late',
        'retried',
        'retried-attempt',
        'retried-attempt',
        'retried-verify',
        'run',
      ].sort(),
    );
  });

  test('among the slowest are kept', async () => {
    const exporter = new InMemorySpanExporter();
    const { pipeline, start } = traced({ exporter, sampling: { ...none, slowest: 0.01 } });
    const at = Date.UTC(2025, 6, 1);
    for (let count = 1; count <= 1_000; count++) {
      const slow = count % 200 === 0;
      start(slow ? 'slow' : 'fast', undefined, task, at).end(at + (slow ? 8_000 : 10));
    }
    const kept = await names(exporter, pipeline);
    expect(kept).toEqual(Array.from({ length: 5 }, () => 'slow'));
  });

  test('are kept first, and by a share of their ids after', async () => {
    const exporter = new InMemorySpanExporter();
    const { pipeline, start } = traced({ exporter, sampling: { keepFirst: 100, share: 0.5, slowest: 0 } });
    for (let count = 0; count < 4_100; count++) start('task', undefined, task).end();
    await pipeline.forceFlush(60_000);
    const spans = exporter.getFinishedSpans();
    const rest = spans.slice(100);
    expect(rest.length).toBeGreaterThan(1_600);
    expect(rest.length).toBeLessThan(2_400);
    expect(rest.every((span) => /^[0-7]/.test(span.spanContext().spanId))).toBe(true);
    await pipeline.shutdown();
  });

  test('that never end are sent at shutdown, and too many held spans are sent before', async () => {
    const exporter = new InMemorySpanExporter();
    const { pipeline, start } = traced({ exporter, sampling: none, maxHeld: 10 });
    const large = start('large', undefined, task);
    for (let count = 0; count < 15; count++) start('part', large).end();
    const open = start('open', undefined, task);
    start('part', open).end();
    expect(pipeline.figures()).toMatchObject({ held: 1, queued: 15, sampled_out: 0 });
    await pipeline.shutdown();
    expect(pipeline.figures()).toMatchObject({ made: 16, sent: 16, held: 0, unfinished: 2 });
  });
});

test('every span is accounted for, whatever happens', async () => {
  const step = fc.record({
    children: fc.integer({ min: 0, max: 5 }),
    task: fc.boolean(),
    fails: fc.boolean(),
    ends: fc.boolean(),
    flush: fc.boolean(),
  });
  const answer = fc.constantFrom('taken', 'refused', 'thrown', 'hung');
  const scenario = fc.record({
    steps: fc.array(step, { maxLength: 40 }),
    answers: fc.array(answer, { minLength: 1, maxLength: 10 }),
    maxQueueSize: fc.integer({ min: 1, max: 60 }),
    maxBatchSize: fc.integer({ min: 1, max: 20 }),
    maxHeld: fc.integer({ min: 1, max: 20 }),
    share: fc.constantFrom(0, 0.5, 1),
  });
  await fc.assert(
    fc.asyncProperty(scenario, async ({ steps, answers, share, ...sizes }) => {
      let taken = 0;
      let calls = 0;
      const exporter: SpanExporter = {
        export(spans, done) {
          const how = answers[calls++ % answers.length];
          if (how === 'thrown') throw new Error('thrown');
          if (how === 'refused') done({ code: ExportResultCode.FAILED });
          if (how !== 'taken') return;
          taken += spans.length;
          done({ code: ExportResultCode.SUCCESS });
        },
        shutdown: async () => {},
      };
      const sampling = { keepFirst: 2, share, slowest: 0.1 };
      const { pipeline, start } = traced({ exporter, sampling, ...sizes, exportTimeoutMs: 2, delayMs: 1 });
      let made = 0;
      for (const { children, task, fails, ends, flush } of steps) {
        const root = start('root', undefined, task ? { 'tapehaul.task': true } : {});
        for (let count = 0; count < children; count++) start('child', root).end();
        if (fails) root.setStatus({ code: SpanStatusCode.ERROR });
        if (ends) root.end();
        made += children + (ends ? 1 : 0);
        if (flush) await pipeline.forceFlush(1);
        expect(sum(pipeline.figures())).toBe(made);
      }
      await pipeline.shutdown(3);
      const figures = pipeline.figures();
      expect(figures).toMatchObject({ made, sent: taken, queued: 0, held: 0 });
      expect(figures.sent + figures.dropped + figures.sampled_out).toBe(made);
    }),
    { numRuns: 60 },
  );
});
