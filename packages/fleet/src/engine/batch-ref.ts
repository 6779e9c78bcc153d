import { z } from 'zod';

/** Version of the references that this release writes. */
export const REF_VERSION = 1;

/** Names a batch of a run: what a queue holds of it. Its tasks and their outcomes stand in the record alone. */
export interface BatchRef {
  readonly v: typeof REF_VERSION;
  /** Id of the run. */
  readonly run: string;
  /** Its place among the batches of the run, 1 for the first. */
  readonly no: number;
}

const SCHEMA = z.object({ v: z.literal(REF_VERSION), run: z.string().min(1), no: z.int().min(1) });

/** The reference to a batch of a run. */
export function batchRef(run: string, no: number): BatchRef {
  return { v: REF_VERSION, run, no };
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
