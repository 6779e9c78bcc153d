import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type {
  CollectionResult,
  LogEvent,
  LogLevel,
  MoveListener,
  PlanFingerprint,
  RunCoverage,
  RunEvent,
  TaskEvent,
  TaskSelection,
  ValueOrigin,
  WorkflowEvent,
} from '@tapehaul/workflow';
import type { RunPlace } from '@tapehaul/workflow/fleet';
import type { RunEnd } from './run-end.ts';
import type { BatchView, RunDetails, RunLogLine, RunProgress, RunView } from './run-view.ts';

/** What is collected. */
export interface CollectionRequest {
  readonly config: CollectionConfig;
  /** What the archive holds; by default what the configuration names. A service uses its own. */
  readonly matrix?: Matrix;
  /** Where values of the configuration came from, by path, so that errors can say so. */
  readonly origins?: ReadonlyMap<string, ValueOrigin>;
  /** The plan that it is started from: it ends with `plan_changed` where it would fetch other files. A service uses its own. */
  readonly plan?: PlanFingerprint;
  /** Id of the new run, for a caller that has announced it already. A service makes its own. */
  readonly runId?: string;
  /** Who requested the run, to be recorded with it; a service records the name of the token. */
  readonly startedBy?: string;
  /** Whether workers of a fleet do its files; `here` by default. */
  readonly on?: RunPlace;
}

/** How a run is continued. */
export interface ContinueOptions {
  /** Settings that override those that the run was started with, by key. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Most bytes per second from now on. */
  readonly maxBytesPerSecond?: number;
  /** Of what failed, only these tasks, and what is left of the run; for `retry`, which rejects with `run_complete` where there are none. */
  readonly only?: TaskSelection;
  /** Where values of its configuration came from, by path, where that is known better than from the record. */
  readonly origins?: ReadonlyMap<string, ValueOrigin>;
  /** Whether workers of a fleet do its files from now on; as before by default. */
  readonly on?: RunPlace;
}

/** How a run is followed. */
export interface FollowOptions {
  /** Ends the following, not the run: rejects with a TapehaulError `cancelled` then. */
  readonly signal?: AbortSignal;
  /**
   * Receives each event as it comes: as a value, and as the JSON object that stands for it. The value is undefined for what
   * this version does not know, such as an event of a newer service.
   */
  readonly onEvent?: (event: WorkflowEvent | undefined, line: object) => void;
  /** Receives where the run stands, whenever that is read: of a run of another process. */
  readonly onProgress?: (progress: RunProgress) => void;
}

/** What a run is started with. */
export interface RunHooks extends Pick<FollowOptions, 'onEvent'> {
  /** Receives the id of the run once a service has accepted it, and the address of that: before its first event. */
  readonly onAccepted?: (runId: string, service: string) => void;
  /** Receives each log line of a run of this process. */
  readonly onLog?: (line: LogEvent) => void;
  /** Receives each state that a run of this process and its tasks enter, in order. */
  readonly onState?: (event: RunEvent | TaskEvent) => void;
  /** Is notified of the files that engines begin and end to move, of a run of this process. It must not throw. */
  readonly onMove?: MoveListener;
  /** Stops a run of this process: files in progress are abandoned. Of a service, only the following ends. */
  readonly signal?: AbortSignal;
  /** Stops a run of this process gently: files in progress may end. Of a service, only the following ends. */
  readonly gently?: AbortSignal;
  /** Whether to wait while another run uses the output directory; a service always does. */
  readonly wait?: boolean;
}

/** How a run that was followed has ended. */
export interface RunOutcome extends RunEnd {
  readonly runId: string;
  /** The whole result, of a run of this process. */
  readonly result?: CollectionResult;
  /** How its files ended, where that was read. */
  readonly progress?: RunProgress;
  /** Requested days by series, of a run of a service that lacks something it requested. */
  readonly coverage?: RunCoverage;
}

/** Which log lines. */
export interface LogFilter {
  /** Continues with new lines until the run has ended; not with `newest`. */
  readonly follow?: boolean;
  /** The newest line first. */
  readonly newest?: boolean;
  /** Only lines of this task. */
  readonly task?: string;
  /** This level and higher. */
  readonly level?: LogLevel;
  /** Only lines that contain this text, ignoring case. */
  readonly contains?: string;
  /** Ends the following: rejects with a TapehaulError `cancelled`. */
  readonly signal?: AbortSignal;
}

/** Which batches. */
export interface BatchFilter {
  /** Only those with files that have not ended. */
  readonly open?: boolean;
}

/**
 * Control of the runs of one place: an output directory of this machine, or a service. A run is named by its id, by a
 * beginning of it or by `latest`; without a name the newest is meant. Everything rejects with a TapehaulError:
 * `run_not_found` for a run that does not exist, and what the record or the service refuses. The same trouble has the same
 * code and so the same exit status in both.
 */
export interface RunControl {
  /** Whether what is collected or continued runs in this process, and stops with it; else only its following does. */
  readonly runsHere: boolean;
  /** Whether its runs have an output directory each, in place of one for all. */
  readonly hasDirectories: boolean;
  /** Collects, and resolves with the end of the run. Rejects when it cannot start. */
  collect(request: CollectionRequest, hooks?: RunHooks): Promise<RunOutcome>;
  /** Continues a stopped or crashed run to its end. Rejects with `run_complete` when nothing of it is left. */
  resume(run: string | undefined, options?: ContinueOptions, hooks?: RunHooks): Promise<RunOutcome>;
  /** Retries the failed files of a run, and continues what is left of it, to its end. Rejects as `resume` does. */
  retry(run: string | undefined, options?: ContinueOptions, hooks?: RunHooks): Promise<RunOutcome>;
  /** Follows a run to its end; resolves at once where it has ended. */
  follow(run: string | undefined, options?: FollowOptions): Promise<RunOutcome>;
  /** The newest runs, the newest first; 20 by default. */
  list(options?: { readonly limit?: number }): Promise<readonly RunView[]>;
  /** A run with its history, failures and changes. */
  show(run: string | undefined): Promise<RunDetails>;
  /** Log lines of a run in the order they came, or the newest first. */
  logs(run: string | undefined, query?: LogFilter): AsyncGenerator<RunLogLine, void, undefined>;
  /** The batches that the plan of a run is done in, in order: who works on which, and how each fares. */
  batches(run: string | undefined, query?: BatchFilter): AsyncGenerator<BatchView, void, undefined>;
  /** Requests the end of a run and gives its id. Rejects with `run_ended` when no process works on it. */
  cancel(run: string | undefined): Promise<string>;
  /** Requests that a run starts no new files, and gives its id. Rejects as `cancel` does. */
  pause(run: string | undefined): Promise<string>;
  /** Requests that a paused run continues, and gives its id. Rejects as `cancel` does. */
  unpause(run: string | undefined): Promise<string>;
}
