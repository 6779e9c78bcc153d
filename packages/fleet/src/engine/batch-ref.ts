import { z } from 'zod';

/** Version of the references to batches of tasks. */
export const REF_VERSION = 1;
/** Version of the references to parts of a plan: releases that only know batches of tasks give them back. */
export const PART_REF_VERSION = 2;

/** Names a batch of a run: what a queue holds of it. Its tasks and their outcomes stand in the record alone. */
export interface TasksRef {
  readonly v: typeof REF_VERSION;
  /** Id of the run. */
  readonly run: string;
  /** Its place among the batches of the run, 1 for the first. */
  readonly no: number;
}

/** Names a batch whose task is to plan a part of its run. */
export interface PartRef {
  readonly v: typeof PART_REF_VERSION;
  readonly kind: 'plan';
  /** Id of the run. */
  readonly run: string;
  /** Its place among the batches of the run, 1 for the first. */
  readonly no: number;
}

/** Names a batch of a run, and what its tasks are. */
export type BatchRef = TasksRef | PartRef;

const NAMED = { run: z.string().min(1), no: z.int().min(1) };
const SCHEMA = z.discriminatedUnion('v', [
  z.object({ v: z.literal(REF_VERSION), ...NAMED }),
  z.object({ v: z.literal(PART_REF_VERSION), kind: z.literal('plan'), ...NAMED }),
]);

/** The reference to a batch of a run. */
export function batchRef(run: string, no: number): TasksRef {
  return { v: REF_VERSION, run, no };
}

/** The reference to a batch that plans a part of a run. */
export function partRef(run: string, no: number): PartRef {
  return { v: PART_REF_VERSION, kind: 'plan', run, no };
}

/** A reference as a queue holds it; undefined for one that a newer release wrote, which another worker may understand. */
export function readBatchRef(value: unknown): BatchRef | undefined {
  const read = SCHEMA.safeParse(value);
  return read.success ? read.data : undefined;
}

/** One text for each batch, such as `20261127T101500Z-4fa1c2/12`. */
export function refId({ run, no }: Pick<BatchRef, 'run' | 'no'>): string {
  return `${run}/${no}`;
}
