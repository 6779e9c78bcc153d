import type { CollectionMetrics, LogEvent } from '@tapehaul/workflow';
import type { ServiceConfigs, SubmittedConfig } from '../access/service-configs.ts';
import type { Places } from '../records/places.ts';
import type { ServiceStore } from '../store/service-store.ts';
import type { RunObserver } from './run-observer.ts';

/** How the service runs collections. */
export interface RunServiceOptions {
  readonly places: Places;
  /** Outlives the process: what has been accepted. */
  readonly store: ServiceStore;
  readonly configs: ServiceConfigs;
  /** Runs at once; others wait in the queue. */
  readonly limit: number;
  /** Whether runs that were in progress when the service died are continued. */
  readonly resumes: boolean;
  /** Figures of all runs of this process together. */
  readonly metrics: CollectionMetrics;
  /** Figures of runs: how they end, and which get on. */
  readonly figures: RunObserver;
  /** Receives the log lines of runs and their tasks. */
  readonly onLog?: ((line: LogEvent) => void) | undefined;
  /** Receives what went wrong, with the id of the run that it kept from beginning, if it is one of a run. */
  readonly onError: (error: unknown, run?: string) => void;
}

/** What a run is continued with. */
export interface Continuation {
  /** Settings that override those that the run was started with, by key. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  /** Most bytes per second from now on; null for what it was started with. */
  readonly max_bytes_per_second?: number | null | undefined;
}

/** The request of a new run. */
export interface Submission {
  readonly asked: SubmittedConfig;
  /** Name of its token: keys of different senders have nothing to do with each other. */
  readonly sender: string;
  readonly idempotencyKey: string | undefined;
  /** The span of the request, as W3C traceparent. */
  readonly traceparent: string | null;
}
