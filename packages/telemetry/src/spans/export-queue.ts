import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import { ExportResultCode, suppressTracing } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';
import { redacted, visible } from '@tapehaul/errors';
import { settledWithin } from './settled-within.ts';
import type { DropReason } from './span-figures.ts';

/** Sizes and times of the queue before an exporter. */
export interface QueueOptions {
  /** Most spans that wait or are being exported; 65,536 by default, enough for a burst. */
  readonly maxQueueSize?: number;
  /** Most spans of one export; 2,048 by default. */
  readonly maxBatchSize?: number;
  /** Longest wait before an incomplete batch is exported, in milliseconds; 1,000 by default. */
  readonly delayMs?: number;
  /** Longest wait for the end of one export, in milliseconds; 30,000 by default. After it the batch is dropped. */
  readonly exportTimeoutMs?: number;
  /** Spans that the receiver refused of the export that has just succeeded; none by default. */
  readonly refused?: () => number;
}

/** A batch that is being exported; `settle` does nothing when it is called again. */
interface Batch {
  readonly size: number;
  readonly settle: (
    failure?: { readonly reason: DropReason; readonly message?: string },
    refused?: number,
  ) => void;
}

/**
 * A bounded queue before an exporter: one export at a time, and every span that enters is counted until it is sent
 * or dropped. Adding never waits and never throws, whatever the exporter does.
 */
export class ExportQueue {
  sent = 0;
  readonly dropped: Record<DropReason, number> = { queue_full: 0, export_failed: 0, refused: 0, shutdown: 0 };
  lastExportError: string | undefined;

  readonly #exporter: SpanExporter;
  readonly #options: Required<QueueOptions>;
  #waiting: ReadableSpan[] = [];
  #exporting: Batch | undefined;
  #timer: NodeJS.Timeout | undefined;
  #due: 'now' | 'later' | undefined;
  #draining = false;
  #closed = false;
  #idle: (() => void)[] = [];

  constructor(exporter: SpanExporter, options: QueueOptions = {}) {
    this.#exporter = exporter;
    this.#options = {
      maxQueueSize: options.maxQueueSize ?? 65_536,
      maxBatchSize: options.maxBatchSize ?? 2_048,
      delayMs: options.delayMs ?? 1_000,
      exportTimeoutMs: options.exportTimeoutMs ?? 30_000,
      refused: options.refused ?? (() => 0),
    };
  }

  /** Spans that are neither sent nor dropped. */
  get queued(): number {
    return this.#waiting.length + (this.#exporting?.size ?? 0);
  }

  add(span: ReadableSpan): void {
    if (this.#closed) this.dropped.shutdown += 1;
    else if (this.queued >= this.#options.maxQueueSize) this.dropped.queue_full += 1;
    else {
      this.#waiting.push(span);
      this.#schedule();
    }
  }

  /** Exports all that is queued, for at most that many milliseconds; the rest continues in the background. */
  async flush(timeoutMs: number): Promise<void> {
    await settledWithin(timeoutMs, this.#drain());
  }

  /** Exports what it can in that many milliseconds, drops the rest, and ends the exporter. Never rejects. */
  async close(timeoutMs: number): Promise<void> {
    if (this.#closed) return;
    const deadline = performance.now() + timeoutMs;
    await settledWithin(timeoutMs, this.#drain());
    this.#closed = true;
    clearTimeout(this.#timer);
    // What an export said before explains more than that time is over.
    if (this.queued > 0) this.lastExportError ??= `not sent within ${timeoutMs / 1_000} s`;
    this.dropped.shutdown += this.#waiting.length;
    this.#waiting = [];
    this.#exporting?.settle({ reason: 'shutdown' });
    const left = Math.max(0, deadline - performance.now());
    await settledWithin(left, (async () => this.#exporter.shutdown())());
  }

  #drain(): Promise<void> {
    if (this.queued === 0) return Promise.resolve();
    this.#draining = true;
    const drained = new Promise<void>((resolve) => this.#idle.push(resolve));
    this.#export();
    return drained;
  }

  #schedule(): void {
    if (this.#exporting !== undefined || this.#due === 'now') return;
    const now = this.#draining || this.#waiting.length >= this.#options.maxBatchSize;
    if (this.#due === 'later' && !now) return;
    clearTimeout(this.#timer);
    this.#due = now ? 'now' : 'later';
    this.#timer = setTimeout(() => this.#export(), now ? 0 : this.#options.delayMs);
    this.#timer.unref();
  }

  #export(): void {
    if (this.#exporting !== undefined || this.#closed || this.#waiting.length === 0) return;
    clearTimeout(this.#timer);
    this.#due = undefined;
    const spans = this.#waiting.splice(0, this.#options.maxBatchSize);
    const batch = this.#begin(spans.length);
    try {
      context.with(suppressTracing(ROOT_CONTEXT), () =>
        this.#exporter.export(spans, ({ code, error }) => {
          if (code === ExportResultCode.SUCCESS) batch.settle(undefined, this.#options.refused());
          else batch.settle({ reason: 'export_failed', message: error?.message ?? 'the export failed' });
        }),
      );
    } catch (error) {
      batch.settle({
        reason: 'export_failed',
        message: error instanceof Error ? error.message : String(error),
      });
    }
  }

  #begin(size: number): Batch {
    const overdue = setTimeout(() => {
      const message = `no answer in ${this.#options.exportTimeoutMs} ms`;
      batch.settle({ reason: 'export_failed', message });
    }, this.#options.exportTimeoutMs);
    overdue.unref();
    let settled = false;
    const batch: Batch = {
      size,
      settle: (failure, refused = 0) => {
        if (settled) return;
        settled = true;
        clearTimeout(overdue);
        if (failure !== undefined) this.dropped[failure.reason] += size;
        else this.#took(size, Math.min(size, refused));
        if (failure?.message !== undefined) this.lastExportError = visible(redacted(failure.message));
        this.#exporting = undefined;
        this.#continue();
      },
    };
    this.#exporting = batch;
    return batch;
  }

  #took(size: number, refused: number): void {
    this.sent += size - refused;
    this.dropped.refused += refused;
    if (refused > 0) this.lastExportError = `the receiver refused ${refused} of ${size} spans`;
  }

  #continue(): void {
    if (this.#waiting.length > 0) this.#schedule();
    else {
      this.#draining = false;
      for (const resolve of this.#idle.splice(0)) resolve();
    }
  }
}
