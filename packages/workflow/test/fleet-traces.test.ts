import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { LocalEngine } from '@tapehaul/fleet';
import { ATTRIBUTE, inSpan, traceparentOf } from '@tapehaul/tracing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FleetWorker } from '../src/fleet/index.ts';
import { FILE_TASK } from '../src/flow-names.ts';
import { records } from '../src/record-store.ts';
import { output } from './archive.ts';
import { emptied, FleetOfTest } from './fleet/fleet-files.ts';
import { offerOpen } from './fleet/planned-run.ts';
import { collectReported } from './reported.ts';

const PACE = { everyMs: 10, offerAgainMs: 50, noWorkerMs: 60_000, giveBackMs: 5_000, engineLostMs: 1_000 };
const RUN = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', traceFlags: 1 };

const fleet = new FleetOfTest();
let exporter: InMemorySpanExporter;
beforeEach(() => {
  exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
});
afterEach(() => {
  trace.disable();
  context.disable();
});

const named = (name: string): ReadableSpan[] =>
  exporter.getFinishedSpans().filter((span) => span.name === name);

/** Names of the spans that a span is below, in its own trace, its own name first. */
function above(span: ReadableSpan): string[] {
  const parent = exporter
    .getFinishedSpans()
    .find((it) => it.spanContext().spanId === span.parentSpanContext?.spanId);
  return [span.name, ...(parent === undefined ? [] : above(parent))];
}

test('one trace leads from the request to each file on a worker, and to each part of the plan', async () => {
  const engine = new LocalEngine();
  const shared = { ...records, rootOf: async () => output, abandoned: async () => [] };
  const worker = new FleetWorker({ records: shared, engine, slots: 1, name: 'worker-1' });
  const options = { fleet: engine, fleetPace: PACE, fleetPartObjects: 2 };
  const { result } = await inSpan('test', 'POST /v1/runs', {}, () =>
    collectReported({ symbols: ['BTCUSDT', 'ETHUSDT'], planning: 'matrix' }, options),
  );
  await worker.stop(0);
  await engine.close();
  const files = named(FILE_TASK);
  expect(files).toHaveLength(6);
  const way = [FILE_TASK, 'batch', 'fleet-batch', 'archive-collection-flow', 'POST /v1/runs'];
  for (const file of files) expect(above(file)).toEqual(way);
  const of = { [ATTRIBUTE.runId]: result.run_id, [ATTRIBUTE.worker]: 'worker-1' };
  for (const span of [...named('fleet-batch'), ...named('fleet-part')]) {
    expect(span.attributes).toMatchObject({ ...of, [ATTRIBUTE.batch]: expect.any(Number) });
  }
  expect(named('fleet-part').map(above)).toEqual(
    [1, 2].map(() => ['fleet-part', 'archive-collection-flow', 'POST /v1/runs']),
  );
});

/** Has a worker fetch six files of a traced run, which has others that are in place. */
async function fetchOf(more: number): Promise<void> {
  const run = await fleet.plan();
  const done = Array.from({ length: more }, (_, place) => `done ${place}`);
  const tasks = done.map((taskId) => ({ taskId, name: FILE_TASK, input: null, done: 'Cached' }));
  await run.catalog.planTasks(run.runId, tasks);
  run.catalog.recordTrace(run.runId, traceparentOf(RUN) ?? '');
  await run.catalog.settled();
  const { engine, worker } = fleet.start({ slots: 1 });
  await offerOpen(engine, run);
  await emptied(engine);
  await worker.stop(0);
}

test('the trace of a larger run has a span of each batch, which is linked with the trace of its files', async () => {
  await fetchOf(2_000);
  const spans = named('fleet-batch');
  const inRun = spans.filter((span) => span.spanContext().traceId === RUN.traceId);
  const roots = spans.filter((span) => span.parentSpanContext === undefined);
  expect([inRun.length, roots.length]).toEqual([3, 3]);
  const ids = (of: readonly ReadableSpan[]): string[] => of.map((span) => span.spanContext().spanId);
  for (const span of inRun) expect(span.parentSpanContext?.spanId).toBe(RUN.spanId);
  expect(inRun.flatMap(({ links }) => links.map((it) => it.context.spanId))).toEqual(ids(roots));
  expect(roots.flatMap(({ links }) => links.map((it) => it.context.spanId))).toEqual(ids(inRun));
  expect(named(FILE_TASK).map(above)).toEqual(
    Array.from({ length: 6 }, () => [FILE_TASK, 'batch', 'fleet-batch']),
  );
});
