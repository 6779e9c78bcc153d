import type { OfferedRefs } from './folded-refs.ts';

/** Type of the workflow that hands out the batches of a run; the name of its function. */
export const FLOW = 'tapehaulRun';
/** The signal that offers it batches. */
export const OFFER = 'offer';
/** Key of its memo: how many batches it holds back. */
export const WAITING = 'waiting';
/** Name of the activity that works on a batch. */
export const ACTIVITY = 'workOnBatch';

/** What the workflow of a run begins with. */
export interface FlowInput {
  /** Seconds without a heartbeat after which a worker is taken for dead. */
  readonly heartbeatSeconds: number;
  /** Batches that wait already. */
  readonly waiting: OfferedRefs;
}
