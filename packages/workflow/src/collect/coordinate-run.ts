import type { BatchEngine } from '@tapehaul/fleet';
import type { CollectionResult } from '../result/result.ts';
import { type ResumeOptions, resumeCollection } from './resume-collection.ts';

/** How a run on a fleet is taken over. */
export interface CoordinateOptions
  extends Omit<ResumeOptions, 'runId' | 'fleet' | 'failed' | 'only' | 'wait'> {
  /** Hands the batches of the run to workers. */
  readonly fleet: BatchEngine;
}

/**
 * Takes over a run on a fleet whose owner died, and leads it to its end: offers what is left of it to workers, plans what follows up, and writes its
 * last files. Resolves and rejects as {@link resumeCollection} does; with `output_in_use` where another process was faster.
 */
export function coordinateRun(
  outputDirectory: string,
  runId: string,
  options: CoordinateOptions,
): Promise<CollectionResult> {
  return resumeCollection(outputDirectory, { ...options, runId });
}
