import type { ReadableSpan, Span, SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import { ExportQueue, type QueueOptions } from './export-queue.ts';
import type { SpanFigures } from './span-figures.ts';
import { TaskChoice, type TaskSampling } from './task-choice.ts';
import { TaskSpans } from './task-spans.ts';

/** How a span processor samples, queues and exports. */
export interface SpanPipelineOptions extends QueueOptions {
  readonly exporter: SpanExporter;
  readonly sampling?: TaskSampling;
  /** Most spans held for tasks that have not ended; 65,536 by default. Beyond, tasks are kept without waiting. */
  readonly maxHeld?: number;
  /** Longest wait of `forceFlush()` and `shutdown()` without an argument, in milliseconds; 5,000 by default. */
  readonly timeoutMs?: number;
}

/** A span processor that accounts for every span. Its methods never throw and never reject. */
export interface SpanPipeline extends SpanProcessor {
  /** The fate of the spans so far. */
  figures(): SpanFigures;
  /** Exports all spans whose fate is known, waiting for at most that many milliseconds. */
  forceFlush(timeoutMs?: number): Promise<void>;
  /**
   * Keeps the tasks that have not ended, exports what it can in that many milliseconds, and counts the rest as
   * dropped. Spans that end later are counted as dropped too.
   */
  shutdown(timeoutMs?: number): Promise<void>;
}

/** A span processor that decides over whole tasks when they end, and sends what is kept through a bounded queue. */
export function createSpanPipeline(options: SpanPipelineOptions): SpanPipeline {
  const { exporter, sampling, maxHeld = 65_536, timeoutMs: defaultMs = 5_000 } = options;
  const queue = new ExportQueue(exporter, options);
  let started = 0;
  let made = 0;
  let leftOut = 0;
  const outlets = {
    send: (span: ReadableSpan) => queue.add(span),
    leaveOut: (count: number) => {
      leftOut += count;
    },
  };
  const tasks = new TaskSpans(new TaskChoice(sampling), outlets, maxHeld);
  return {
    onStart(span: Span) {
      started += 1;
      tasks.start(span);
    },
    onEnd(span) {
      made += 1;
      tasks.end(span);
    },
    figures() {
      const dropped_by = { ...queue.dropped };
      return {
        made,
        sent: queue.sent,
        queued: queue.queued,
        held: tasks.held,
        sampled_out: leftOut,
        dropped: Object.values(dropped_by).reduce((sum, spans) => sum + spans, 0),
        dropped_by,
        unfinished: started - made,
        ...(queue.lastExportError === undefined ? {} : { last_export_error: queue.lastExportError }),
      };
    },
    forceFlush: (timeoutMs = defaultMs) => queue.flush(timeoutMs),
    shutdown(timeoutMs = defaultMs) {
      tasks.release();
      return queue.close(timeoutMs);
    },
  };
}
