export type { QueueOptions } from './export-queue.ts';
export type { DropReason, SpanFigures } from './span-figures.ts';
export { createSpanPipeline, type SpanPipeline, type SpanPipelineOptions } from './span-pipeline.ts';
export { ATTEMPT_ATTRIBUTE, type TaskSampling } from './task-choice.ts';
export { TASK_ATTRIBUTE } from './task-spans.ts';
