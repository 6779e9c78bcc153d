import type { WorkflowEvent } from '@tapehaul/workflow';
import type { Job } from '../../store/job.ts';

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

/** Notifies several. */
export function eachObserver(...observers: readonly RunObserver[]): RunObserver {
  return {
    accepted(job) {
      for (const one of observers) one.accepted(job);
    },
    began(job) {
      for (const one of observers) one.began(job);
    },
    receive(job, event) {
      for (const one of observers) one.receive(job, event);
    },
    ended(job, state) {
      for (const one of observers) one.ended(job, state);
    },
  };
}
