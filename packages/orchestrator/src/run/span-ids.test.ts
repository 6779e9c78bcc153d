import { context, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, expect, test } from 'vitest';
import { flow, type Listener, type LogEvent, type TaskEvent, task } from '../index.ts';

afterEach(() => {
  context.disable();
  trace.disable();
});

/** Tasks of six batches: the last two have traces of their own. */
const TASKS = 3_000;

/** Runs tasks, each of which logs a line, and gives the lines, and in which span they came. */
async function eventsOf() {
  const lines: LogEvent[] = [];
  const ends: { event: TaskEvent; active: string | undefined }[] = [];
  const listener: Listener = (event) => {
    if (event.kind === 'log') lines.push(event);
    const span = trace.getActiveSpan()?.spanContext();
    const active = span && `${span.traceId}-${span.spanId}`;
    if (event.kind === 'task' && event.state === 'Completed') ends.push({ event, active });
  };
  const work = task('work', {}, async (_: number, { log }) => log('info', 'at work'));
  const numbers = Array.from({ length: TASKS }, (_, n) => n);
  const all = flow('all', {}, async (_: undefined, { each, log }) => {
    await each(work, numbers, { concurrency: 50 }, () => {});
    log('info', 'done');
  });
  await all(undefined, { listeners: [listener] });
  return { lines, ends };
}

test('what a task says, and its end, belong to its own span, in whatever trace that is', async () => {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  trace.setGlobalTracerProvider(provider);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  const { lines, ends } = await eventsOf();
  await provider.forceFlush();
  const spans = exporter.getFinishedSpans();
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const worked = lines.filter(({ task: name }) => name === 'work');
  expect(worked).toHaveLength(TASKS);
  for (const { taskId, traceId, spanId } of worked) {
    const attempt = byId.get(spanId ?? '');
    const parent = byId.get(attempt?.parentSpanContext?.spanId ?? '');
    expect(attempt?.name).toBe('attempt');
    expect(parent?.attributes['tapehaul.task.id']).toBe(taskId);
    expect(traceId).toBe(parent?.spanContext().traceId);
  }
  expect(new Set(worked.map(({ traceId }) => traceId)).size).toBe(3);
  expect(ends).toHaveLength(TASKS);
  for (const { event, active } of ends) {
    const span = byId.get(active?.split('-')[1] ?? '');
    expect(span?.attributes['tapehaul.task.id']).toBe(event.taskId);
    expect(active).toBe(`${span?.spanContext().traceId}-${span?.spanContext().spanId}`);
  }
  const run = spans.find(({ name }) => name === 'all')?.spanContext();
  expect(lines.at(-1)).toMatchObject({ traceId: run?.traceId, spanId: run?.spanId });
});

test('where nothing is traced no line has ids', async () => {
  const { lines } = await eventsOf();
  expect(lines).toHaveLength(TASKS + 1);
  expect(lines.every((line) => !('traceId' in line) && !('spanId' in line))).toBe(true);
});
