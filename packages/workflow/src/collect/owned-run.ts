import type { Catalog } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { Network } from '@tapehaul/network';
import type { RunHandle } from '@tapehaul/orchestrator';
import type { S5cmdSearch } from '../engines/s5cmd-search.ts';
import type { WorkflowOptions } from './workflow-options.ts';

/** A run that this process owns in the catalog. */
export interface OwnedRun {
  readonly runId: string;
  readonly config: CollectionConfig;
  readonly options: WorkflowOptions;
  readonly today: string;
  /** Output directory, absolute. */
  readonly root: string;
  readonly catalogPath: string;
  readonly catalog: Catalog;
  /** Finds the s5cmd program, where the configuration has use for it. */
  readonly s5cmd: S5cmdSearch;
  /** How everything of the run connects. */
  readonly network: Network;
  readonly signal: AbortSignal;
  readonly gently: AbortSignal | undefined;
  /** Gets the run once it is under way. */
  readonly onStart: (handle: RunHandle<unknown>) => void;
}
