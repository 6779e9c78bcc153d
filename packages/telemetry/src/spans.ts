export type { QueueOptions } from './spans/export-queue.ts';
export type { DropReason, SpanFigures } from './spans/span-figures.ts';
export { createSpanPipeline, type SpanPipeline, type SpanPipelineOptions } from './spans/span-pipeline.ts';
export type { TaskSampling } from './spans/task-choice.ts';
