import type { Environment, Matrix } from '@tapehaul/config';
import type { MoveListener } from '@tapehaul/downloader';
import type { BatchEngine } from '@tapehaul/fleet';
import type { CollectionMetrics } from '@tapehaul/metrics';
import type { LogEvent, RunEvent, TaskEvent } from '@tapehaul/orchestrator';
import type { AccessOf } from '../engines/access.ts';
import type { ValueOrigin } from '../engines/value-origin.ts';
import type { WorkflowEvent } from '../events/events.ts';
import type { PlanFingerprint } from '../plan/plan-fingerprint.ts';
import type { FleetPace } from './fleet/fleet-pace.ts';

/** What a workflow may be given beside its configuration. */
export interface WorkflowOptions {
  /** What the archive holds; by default what the configuration names, else the built-in matrix. */
  readonly matrix?: Matrix;
  /** Statistics to count into; new ones by default. */
  readonly metrics?: CollectionMetrics;
  /** Receives every event, in order. What it throws is a process warning and stops nothing. */
  readonly onEvent?: (event: WorkflowEvent) => void;
  /** Receives each log line of the flow and its tasks, in the context of its span. What it throws stops nothing. */
  readonly onLog?: (line: LogEvent) => void;
  /** Receives each state that the run and its tasks enter, in order. What it throws stops nothing. */
  readonly onState?: (event: RunEvent | TaskEvent) => void;
  /** Is notified of the files that engines begin and end to move. It must not throw. */
  readonly onMove?: MoveListener;
  /** Who requested the run, recorded with it; none by default. */
  readonly startedBy?: string;
  /** The UTC day that decides what can be published; today by default. */
  readonly today?: string;
  /** Where values of the configuration came from, by path, so that errors can say so. */
  readonly origins?: ReadonlyMap<string, ValueOrigin>;
  /**
   * The plan that the run was started from. It ends with `plan_changed` before its first transfer where it would fetch other files.
   */
  readonly plan?: PlanFingerprint;
  /** Environment to look for programs in, and for proxies and authorities; that of the process by default. */
  readonly env?: Environment;
  /** Whose credentials are sent where, and which addresses may be connected to; {@link USUAL_ACCESS} by default. */
  readonly access?: AccessOf;
  /**
   * Hands the files of the run, batch by batch, to workers of a fleet. This process plans, follows the workers in the record, and ends the run.
   * It fetches the files itself where none is given.
   */
  readonly fleet?: BatchEngine;
  /** How often the workers of a fleet are followed; once a second by default. */
  readonly fleetPace?: FleetPace;
  /** How many objects a part of a plan has, roughly, that workers of a fleet plan; 50,000 by default. A plan that has no more is made by this process. */
  readonly fleetPartObjects?: number;
}
