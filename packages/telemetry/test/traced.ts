import { ROOT_CONTEXT, type Span, trace } from '@opentelemetry/api';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { createSpanPipeline, type SpanPipelineOptions } from '../src/spans.ts';

/** A pipeline behind the real SDK, and how to start a span in it. */
export function traced(options: SpanPipelineOptions) {
  const pipeline = createSpanPipeline(options);
  const tracer = new TracerProvider({ spanProcessors: [pipeline] }).getTracer('test');
  const start = (name: string, parent?: Span, attributes = {}, startTime?: number) => {
    const context = parent === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, parent);
    return tracer.startSpan(name, { attributes, ...(startTime === undefined ? {} : { startTime }) }, context);
  };
  return { pipeline, start };
}
