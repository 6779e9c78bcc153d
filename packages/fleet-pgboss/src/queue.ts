import type { BatchRef } from '@tapehaul/fleet';
import { refId } from '@tapehaul/fleet';
import type { JobInsert, QueueOptions } from 'pg-boss';

/** Schema of the tables of the queue, beside the record. */
export const QUEUE_SCHEMA = 'tapehaul_queue';
/** The queue of batches. */
export const QUEUE = 'batches';

/** One job for each batch: what is offered while it waits or runs is not inserted. */
export const POLICY = 'exclusive';

/** Settings of the queue, with the seconds after which a worker that sends no heartbeat is taken for dead; pg-boss requires at least 10. */
export function queueOptions(heartbeatSeconds: number): QueueOptions {
  return {
    heartbeatSeconds,
    // A batch may take hours: only the heartbeat decides whether its worker lives.
    expireInSeconds: 86_399,
    // A dead worker counts as an attempt. How often a batch may be lost is decided by the record.
    retryLimit: 1_000,
    retryDelay: 0,
    deleteAfterSeconds: 3_600,
  };
}

/** A batch as it is inserted. */
export function jobOf(ref: BatchRef): JobInsert {
  return { data: { ...ref }, singletonKey: refId(ref) };
}
