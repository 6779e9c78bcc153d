import type { operations } from '@tapehaul/client';

/** The JSON that a request is answered with. */
type Answer<Id extends keyof operations> = operations[Id] extends {
  responses: { 200: { content: { 'application/json': infer Data } } };
}
  ? Data
  : never;

type Listed = Answer<'listRuns'>['rows'][number];

/** What an older service does not say of a run. */
type More =
  | 'can'
  | 'progress'
  | 'tables'
  | 'queue_place'
  | 'waits_for'
  | 'end'
  | 'settled_files'
  | 'planned_at'
  | 'heartbeat_at'
  | 'owner'
  | 'started_by'
  | 'parent'
  | 'tags'
  | 'trace_id';

/** A run as lists have it. */
export type Run = Omit<Listed, More> & Partial<Pick<Listed, More>>;
/** A page of runs. */
export interface RunPage {
  readonly rows: readonly Run[];
  readonly next: string | null;
}
/** A run with all that is known of it as a whole. */
export type RunDetails = Omit<Answer<'showRun'>, More> & Partial<Pick<Listed, More>>;
/** A file of a run, or another task. */
export type Task = Answer<'listTasks'>['rows'][number];
/** A line of a log. */
export type LogLine = Answer<'listLogs'>['rows'][number];
/** An output directory. */
export type Output = Answer<'listOutputs'>['rows'][number];

/** Who sends requests, as the service knows them. */
export interface Me {
  readonly name: string | null;
  readonly scope: 'read' | 'write';
  readonly directories: readonly string[] | null;
  readonly version: string;
  /** Whether workers may fetch the files of a run; not said by an older service. */
  readonly fleet?: boolean;
  /** Where traces are shown, with `{trace_id}`; null where none is configured. */
  readonly trace_ui: string | null;
}

/** An attempt of a task. */
export interface Attempt {
  readonly attempt: number;
  readonly state: string;
  readonly started_at: string;
  readonly ended_at: string | null;
  readonly bytes?: number | null;
  readonly engine?: string | null;
  readonly error_code: string | null;
  readonly error_message: string | null;
  readonly trace_id?: string | null;
}

/** A task with all that is known of it. */
export interface TaskDetails {
  readonly task: Task;
  readonly history: readonly { readonly state: string; readonly at: string }[];
  readonly attempts: readonly Attempt[];
  readonly running: { readonly attempt: number; readonly since: string } | null;
  readonly held: {
    readonly size: number;
    readonly etag: string | null;
    readonly sha256: string | null;
    readonly proof: string;
    readonly depth: string | null;
    readonly proved_at: string | null;
    readonly path: string;
  } | null;
  readonly versions: readonly {
    readonly size: number;
    readonly sha256: string | null;
    readonly last_modified: string | null;
    readonly replaced_at: string;
  }[];
  readonly last_change: { readonly kind: string; readonly at: string } | null;
  readonly verdict: {
    readonly state: string;
    readonly fault: string | null;
    readonly reason: string | null;
    readonly evidence: string | null;
    readonly remedy: string | null;
  } | null;
}

/** An output directory whose record cannot be read now. */
export interface UnreadableOutput {
  readonly name: string;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** A row of failures that have something in common. */
export interface FailureGroup {
  readonly value: string;
  readonly tasks: number;
  readonly fault: 'ours' | 'archive';
  readonly retry_helps: boolean;
  readonly example_key: string;
  readonly example_message: string;
  readonly hint: string | null;
}

/** What happened in a part of the time of a run. */
export interface TimeSlice {
  readonly from: string;
  readonly to: string;
  readonly ended: Readonly<Record<string, { readonly tasks: number; readonly bytes: number }>>;
  readonly bytes?: number;
  readonly retries?: number;
  readonly active?: number;
}
