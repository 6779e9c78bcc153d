export type { QueueOptions } from './export-queue.ts';
export type { DropReason, SpanFigures } from './span-figures.ts';
export { createSpanPipeline, type SpanPipeline, type SpanPipelineOptions } from './span-pipeline.ts';
export type { TaskSampling } from './task-choice.ts';
