import type { SeriesParts } from '@tapehaul/archive';

/** All times are milliseconds since 1970 UTC, all sizes bytes. */

/** A run about to start. */
export interface NewRun {
  readonly runId: string;
  readonly flow: string;
  /** The request of the run, as JSON-able data. */
  readonly parameters: unknown;
  /** The run that started this one, or that it follows. */
  readonly parentRunId?: string;
  readonly tags?: readonly string[];
}

/** Who owns or owned a run: has the lease on it. How it is known to live is known to the record alone. */
export interface RunOwner {
  /** As messages name it, such as `process 4711 on this-host`. */
  readonly name: string;
  /** The process, where the owner is one of an operating system. */
  readonly process?: { readonly host: string; readonly pid: number };
  /** Its last sign of life. */
  readonly heartbeatAt: number;
}

/** A run as lists show it. */
export interface RunSummary {
  readonly runId: string;
  readonly flow: string;
  readonly state: string;
  readonly parentRunId: string | null;
  readonly tags: readonly string[];
  readonly startedAt: number;
  /** When the last planned task was stored; null until then. */
  readonly plannedAt: number | null;
  readonly endedAt: number | null;
  readonly owner: RunOwner;
  /** How often the run was taken up again, by a resume or a retry. */
  readonly resumes: number;
  /** Identity of its latest span, as W3C traceparent; null when it was not traced. */
  readonly traceparent: string | null;
}

/** A run as recorded, with what may be large. */
export interface RunRecord extends RunSummary {
  /** Its request, as JSON-able data. */
  readonly parameters: unknown;
  /** Its result, as JSON-able data; null until it ends. */
  readonly result: unknown;
}

/** A task to be done. */
export interface PlannedTask {
  readonly taskId: string;
  /** Name of the task's definition, such as `download-archive-file`. */
  readonly name: string;
  /** What it needs beside its id, as JSON-able data; null when that is all. */
  readonly input: unknown;
  /** Name of its final state, when it was found to be done already; it is then not among what remains. */
  readonly done?: string;
  /** Size of what it brings or has brought, where that is known. */
  readonly bytes?: number;
}

/** A task entered a state. */
export interface TaskChange {
  readonly runId: string;
  readonly taskId: string;
  readonly name: string;
  readonly state: string;
  /** `running` while an attempt is made, `final` when nothing comes after, `waiting` else. */
  readonly phase: 'waiting' | 'running' | 'final';
  /** Number of the attempt since the task was last begun anew, 1 for the first; 0 before it. */
  readonly attempt: number;
  readonly at: number;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  /** When the next attempt is due. */
  readonly retryAt?: number;
  /** Size of what the task has brought. */
  readonly bytes?: number;
  /** What moved the bytes. */
  readonly engine?: string;
}

/** A task's latest state. */
export interface TaskRecord {
  readonly runId: string;
  readonly taskId: string;
  readonly name: string;
  readonly input: unknown;
  readonly state: string;
  readonly phase: 'waiting' | 'running' | 'final';
  /** Attempts begun, over all resumes. */
  readonly attempts: number;
  readonly plannedAt: number;
  /** When its first attempt began; null before, and for what was done already. */
  readonly startedAt: number | null;
  readonly updatedAt: number;
  /** From the start of its first attempt to its end, waits included; null until then. */
  readonly durationMs: number | null;
  readonly retryAt: number | null;
  readonly bytes: number | null;
  readonly engine: string | null;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** The outcome of a task whose id is the key of an object. */
export interface TaskOutcome {
  readonly taskId: string;
  /** Name of its state. */
  readonly state: string;
  /** What is held under its id as key; null when nothing is. */
  readonly held: ObjectRecord | null;
}

/** One attempt of a task that has ended. */
export interface AttemptRecord {
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number;
  /** The state that it led to. */
  readonly state: string;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** A state that a run or a task has been in. */
export interface StateRecord {
  readonly state: string;
  readonly at: number;
  /** Number of the attempt; 0 for a run. */
  readonly attempt: number;
  readonly errorCode: string | null;
  readonly errorMessage: string | null;
}

/** An object that is held: whole, in place, and what proves it; or `accepted` by a person although its sidecar contradicts it. */
export interface ObjectRecord {
  readonly key: string;
  /** Below the output directory, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  readonly sha256: string | null;
  readonly proof: 'sidecar' | 'none' | 'accepted';
  /** `published`: by its digest; `deep`: its content was inflated and compared, too. */
  readonly depth: 'published' | 'deep';
  readonly etag: string | null;
  /** When its source says that it was last modified, ISO 8601 UTC; null where that is not known. */
  readonly lastModified: string | null;
  /** What it is a part of; null for a foreign object. */
  readonly series: SeriesParts | null;
  /** `daily` or `monthly`; null for a foreign object. */
  readonly partition: string | null;
  /** Its day or month, such as `2025-07-01` or `2025-07`; null for a foreign object. */
  readonly period: string | null;
  readonly runId: string;
  readonly recordedAt: number;
}

/** A former version of an object, that its source has replaced. */
export interface VersionRecord {
  readonly key: string;
  /** Where the old file was kept, below the output directory; null when it was not kept. */
  readonly path: string | null;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** The run that found it replaced. */
  readonly runId: string;
  readonly supersededAt: number;
}

/** What a run found to have changed at the source since the last. */
export interface ChangeRecord {
  readonly runId: string;
  readonly kind: 'replaced' | 'late' | 'vanished';
  readonly key: string;
  readonly at: number;
  /** How the versions differ, as JSON-able data. */
  readonly facts: unknown;
}

/** A span of a series that a run was requested and its source does not have. */
export interface GapRecord {
  /** With a null interval, all series of a candle type that differ in the interval alone. */
  readonly series: SeriesParts;
  /** First and last day, UTC. */
  readonly first: string;
  readonly last: string;
  readonly verdict: string;
  readonly reason: string;
  /** The name that was likely meant, where this one cannot exist; null else. */
  readonly likely: string | null;
}
