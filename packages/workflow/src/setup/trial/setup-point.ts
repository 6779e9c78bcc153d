/** The points of a collection's set-up, in the order in which they are tried: names for programs, and titles for people. */
export const SETUP_POINTS = {
  workflow_initialization: 'workflow initialization',
  flow_configuration: 'flow configuration validation',
  task_runner: 'task runner set-up',
  error_handling: 'error handling and retries',
  batch_download: 'batch download optimization',
  s5cmd_integration: 's5cmd integration',
  storage_interface: 'storage interface compatibility',
  metrics_collection: 'metrics collection',
} as const;

/** Name of a point. */
export type SetupPointName = keyof typeof SETUP_POINTS;

/** How the trial of a point ended. */
export interface PointOutcome {
  readonly status: 'passed' | 'failed';
  /** What was done and seen; where it failed, the reason. */
  readonly message: string;
  /** What to do about it; empty where it passed. */
  readonly remedy: string;
}

/** A point that was tried. */
export interface SetupPoint extends PointOutcome {
  readonly point: SetupPointName;
  /** The point in words, as the teams' checklist has it. */
  readonly title: string;
  /** How long it took. */
  readonly seconds: number;
}

/** The result of {@link testCollectionSetup}. */
export interface CollectionSetupTest {
  /** Whether every one of them passed. */
  readonly passed: boolean;
  /** The points that were tried, in order. */
  readonly points: readonly SetupPoint[];
  readonly seconds: number;
}

/** What to do where tapehaul itself does not do what it should. */
export const REINSTALL = 'Repair the installation.';

/** The outcome of a point that works. */
export function passed(message: string): PointOutcome {
  return { status: 'passed', message, remedy: '' };
}

/** The outcome of a point that does not, and what to do about it. */
export function failed(message: string, remedy: string): PointOutcome {
  return { status: 'failed', message, remedy };
}
