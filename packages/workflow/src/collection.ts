import type { Catalog } from '@tapehaul/catalog';
import type { CollectionConfig, Matrix } from '@tapehaul/config';
import type { Downloader, Outcome } from '@tapehaul/downloader';
import type { CollectionMetadata } from './collection-metadata.ts';
import type { WorkflowEvent } from './events.ts';

/** Name of the flow, as the teams know it. */
export const FLOW_NAME = 'archive-collection-flow';

/** What the flow does, in words. */
export const FLOW_DESCRIPTION = 'Collects files of the Binance archive, proves and records them';

/** Tags of the flow, as the teams know them. */
export const FLOW_TAGS = ['archive', 'collection', 'crypto', 'binance'] as const;

/** Version of the flow: it changes when its tasks, or what they record, change. */
export const FLOW_VERSION = '1.0.0';

/** Name of the task that gets one file. */
export const FILE_TASK = 'download-archive-file';

/** One collection while it runs: what the tasks of the flow work with. */
export interface Collection {
  readonly runId: string;
  readonly config: CollectionConfig;
  /** What the archive is known to hold; read from the file that the configuration names when not given. */
  readonly matrix: Matrix | undefined;
  /** The UTC day that decides what can be published. */
  readonly today: string;
  /** Output directory, absolute. */
  readonly root: string;
  /** Run before this one whose plan was stored in whole; undefined when there is none. */
  readonly formerRunId: string | undefined;
  readonly catalog: Catalog;
  readonly downloader: Downloader;
  readonly emit: (event: WorkflowEvent) => void;
  /** Hears of each file that planning finds in place. */
  readonly onInPlace: (outcome: Outcome) => void;
  /** What is known of the collection at this moment. */
  readonly metadata: (
    status: CollectionMetadata['status'],
    files?: Pick<CollectionMetadata, 'manifest' | 'checksums'>,
  ) => CollectionMetadata;
}
