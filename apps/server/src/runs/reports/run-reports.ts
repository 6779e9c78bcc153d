import type { RunOutcome } from '@tapehaul/runs';
import type { LogEvent, RunEvent, TaskEvent, WorkflowEvent } from '@tapehaul/workflow';
import type { Job } from '../../store/job.ts';

/** A report of one run. */
export interface RunReport {
  /** Receives the states of the run and of its tasks. */
  readonly onState: (event: RunEvent | TaskEvent) => void;
  /** Receives what happens in the run. */
  readonly onEvent: (event: WorkflowEvent) => void;
  /** Receives the lines of its log. */
  readonly onLog: (line: LogEvent) => void;
  /** The run has ended, with an outcome or with what it rejected with. Nobody waits for the rest of its report. */
  end(ending: { readonly outcome: RunOutcome } | { readonly error: unknown }): void;
}

/** Reports the runs of a service elsewhere. */
export interface RunReports {
  /** Begins the report of a job. */
  begin(job: Job): RunReport;
  /** Resolves once nothing is left to be reported, or the time for it is over. */
  settled(): Promise<void>;
}
