import { FAILED_STATES, type RunRequest } from '@tapehaul/workflow';

/** A run as lists show it, from the record or from a service. */
export interface RunView {
  readonly runId: string;
  readonly state: string;
  /** ISO 8601 UTC; null while it waits in the queue of a service. */
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** Since its start, until its end or now; 0 while it waits. */
  readonly seconds: number;
  /** Its output directory: absolute, or below the data of the service. */
  readonly directory: string;
  /** Files of the plan, settled ones too, as the summary of the run counts them. */
  readonly files: number;
  /** Those of them that were settled before: held, neither fetched nor checked, and in no count. Null where that is not known, as before the end. */
  readonly settledFiles: number | null;
  /** Those that failed. */
  readonly failed: number;
  readonly counts: Counts;
  /** What it collects; null where that is not recorded. */
  readonly request: RunRequest | null;
  /** The span it runs under, as W3C traceparent; null where that is not known. */
  readonly traceparent: string | null;
  /** The JSON object that stands for it. */
  readonly line: object;
}

/** A run with what its record holds of it as a whole. */
export interface RunDetails extends RunView {
  /** How many months of series it builds tables of, by state; empty where it builds none. */
  readonly tables: Readonly<Record<string, number>>;
  /** The workers that have batches of it at the moment, by name, where a fleet does its files; null where none does, or that is not known. */
  readonly workers: readonly string[] | null;
  readonly history: readonly { readonly state: string; readonly at: number | string }[];
  readonly failures: readonly {
    readonly code: string;
    readonly tasks: number;
    readonly exampleMessage: string;
  }[];
  /** The slowest files, where that is known. */
  readonly slowest: readonly { readonly key: string; readonly seconds: number }[];
  readonly changes: readonly { readonly kind: string; readonly key: string }[];
}

/** A line of a run's log, from the record or from a service. */
export interface RunLogLine {
  readonly sequence: number;
  /** Milliseconds since 1970 UTC, or ISO 8601. */
  readonly at: number | string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Null when the run itself says it. */
  readonly task: string | null;
  readonly message: string;
  /** The JSON object that stands for it. */
  readonly line: object;
}

/** A batch of a run: files that one process works on together. */
export interface BatchView {
  /** Its place in the plan, 1 for the first. */
  readonly batch: number;
  /** Files that have not ended. */
  readonly left: number;
  /** The worker that claimed it last; null before its first claim. */
  readonly worker: string | null;
  /** Whether that one has it. */
  readonly isHeld: boolean;
  /** How often it was claimed, and how many holders in a row have lost it since a file of it ended. */
  readonly claims: number;
  readonly losses: number;
  /** Why it was given back last, where something went wrong with it. */
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** The JSON object that stands for it. */
  readonly line: object;
}

/** A batch with the JSON object that stands for it. */
export function batchView({ failure, ...of }: Omit<BatchView, 'line'>): BatchView {
  const { isHeld: is_held, ...rest } = of;
  const why = failure === null ? null : { code: failure.code, message: failure.message };
  return { ...of, failure: why, line: { kind: 'batch', ...rest, is_held, failure: why } };
}

/** Where a run stands, by its record. */
export interface RunProgress {
  readonly state: string;
  readonly isPlanned: boolean;
  readonly isOver: boolean;
  /** Files of the plan. */
  readonly files: number;
  /** Files that have ended, those in place already among them, and their bytes. */
  readonly settled: number;
  readonly failed: number;
  readonly cached: number;
  readonly bytes: number;
}

/** Files and bytes by state. */
export type Counts = Readonly<Record<string, { readonly tasks: number; readonly bytes: number }>>;

/** The figures that follow from times and counts. */
export function figuresOf(
  startedAt: number | null,
  endedAt: number | null,
  counts: Counts,
  settledFiles: number | null,
): Pick<RunView, 'seconds' | 'files' | 'settledFiles' | 'failed'> {
  const tasks = (states: readonly string[]): number =>
    states.reduce((sum, state) => sum + (counts[state]?.tasks ?? 0), 0);
  return {
    seconds: startedAt === null ? 0 : ((endedAt ?? Date.now()) - startedAt) / 1_000,
    files: tasks(Object.keys(counts)) + (settledFiles ?? 0),
    settledFiles,
    failed: tasks(FAILED_STATES),
  };
}
