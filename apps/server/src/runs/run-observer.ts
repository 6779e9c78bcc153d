import type { WorkflowEvent } from '@tapehaul/workflow';
import type { Job } from '../store/job.ts';

/** Is notified of how the runs of a service get on. */
export interface RunObserver {
  /** A run has been accepted. */
  accepted(job: Job): void;
  /** A run begins. */
  began(job: Job): void;
  /** Receives an event of a run. */
  receive(job: Job, event: WorkflowEvent): void;
  /** A run has ended in this state; undefined where the next process continues it. */
  ended(job: Job, state: string | undefined): void;
}
