import { LAKEHOUSE_FOLDER, sourceAddress } from '@tapehaul/archive';
import { type CatalogReader, everyRow } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { FILE_TASK, FLOW_DESCRIPTION, FLOW_NAME, FLOW_VERSION } from '../flow-names.ts';
import type { SettledCounts, SettledSummary } from '../plan/settled/settled-counts.ts';
import type { RunDays } from './days/run-coverage.ts';

/**
 * How a collection ended. `completed`: every file that is needed is in place. `completed_with_failures`: the
 * others are. `failed`: it could not continue. `cancelled`: it was stopped; `resume` continues it.
 */
export type CollectionStatus = 'completed' | 'completed_with_failures' | 'failed' | 'cancelled';

/** What a reader without the catalog needs to know of a collection; the content of `metadata.json`. Times are ISO 8601 UTC. */
export interface CollectionMetadata {
  /** The id that results call `ingestion_metadata_id`. */
  readonly id: string;
  readonly run_id: string;
  readonly flow: string;
  readonly flow_version: string;
  readonly description: string;
  /** `crashed`: its process died without a word. */
  readonly status: CollectionStatus | 'running' | 'crashed';
  readonly created_at: string;
  readonly updated_at: string;
  /** `address` is what the keys of the archive follow: endpoint, bucket and prefix. */
  readonly source: { readonly endpoint: string; readonly bucket: string; readonly address: string };
  /** Absolute path or address that paths in the manifest count from. */
  readonly storage: string;
  readonly storage_zones: readonly string[];
  readonly request: Pick<CollectionConfig, (typeof REQUEST)[number]>;
  /** Files of the plan by state, with the bytes that they have or are expected to have. */
  readonly files: Readonly<Record<string, { readonly tasks: number; readonly bytes: number }>>;
  /** Spans of days that the archive does not have, by verdict. */
  readonly gaps: Readonly<Record<string, number>>;
  /** Days that the plan took from the record: their files are not among those of the plan. Null until it is made, and where that is not known. */
  readonly settled: SettledSummary | null;
  /** Names of the files beside this one that prove the data; null until they are written. */
  readonly manifest: string | null;
  readonly checksums: string | null;
  /** Files of the plan that are held and proved by their sidecar; null until the run has finished. */
  readonly proved_files: number | null;
  /** Files of the plan that are held and were proved deep, by their content; null until the run has finished. */
  readonly deeply_proved_files: number | null;
  /** Name of the file beside this one with the requested days of each series; null until it is written. */
  readonly coverage: string | null;
  /** Requested days of all series: expected, held and missing; null until the run has finished. */
  readonly days: RunDays | null;
}

const REQUEST = [
  'markets',
  'symbols',
  'exclude_symbols',
  'data_types',
  'intervals',
  'date_range',
  'planning',
  'partition',
  'layout',
  'on_replaced',
  'download_checksum',
  'proof',
] as const satisfies readonly (keyof CollectionConfig)[];

/** What a run writes and counts when all its files are settled. */
type WrittenLast = 'manifest' | 'checksums' | 'proved_files' | 'deeply_proved_files' | 'coverage' | 'days';

const NOTHING_WRITTEN: Readonly<Record<WrittenLast, null>> = {
  manifest: null,
  checksums: null,
  proved_files: null,
  deeply_proved_files: null,
  coverage: null,
  days: null,
};

/** What metadata take beside the catalog. */
export interface MetadataSource {
  readonly runId: string;
  readonly config: CollectionConfig;
  readonly storage: string;
  readonly catalog: CatalogReader;
  /** What the plan took from the record. */
  readonly settledDays: Pick<SettledCounts, 'known'>;
}

/** The metadata of a run as its catalog has it now. */
export async function collectionMetadata(
  { runId, config, storage, catalog, settledDays }: MetadataSource,
  status: CollectionMetadata['status'],
  files: Pick<CollectionMetadata, WrittenLast> = NOTHING_WRITTEN,
): Promise<CollectionMetadata> {
  const gaps: Record<string, number> = {};
  for await (const { verdict } of everyRow(catalog.gaps(runId))) gaps[verdict] = (gaps[verdict] ?? 0) + 1;
  const { endpoint, bucket } = config.source;
  return {
    id: metadataId(runId),
    run_id: runId,
    flow: FLOW_NAME,
    flow_version: FLOW_VERSION,
    description: FLOW_DESCRIPTION,
    status,
    created_at: new Date((await catalog.run(runId))?.startedAt ?? 0).toISOString(),
    updated_at: new Date().toISOString(),
    source: { endpoint, bucket, address: sourceAddress(config.source) },
    storage,
    storage_zones: storageZones(config),
    request: Object.fromEntries(REQUEST.map((key) => [key, config[key]])) as CollectionMetadata['request'],
    files: await catalog.counts(runId, FILE_TASK),
    gaps,
    settled: settledDays.known(),
    ...files,
  };
}

/** Most bytes that are read of the metadata of a run: a folder may come from anybody. */
export const MOST_METADATA = 1_048_576;

/** Id of the metadata of a run. */
function metadataId(runId: string): string {
  return `archive-collection-${runId}`;
}

/** Zones of the lakehouse that files go to; none where they lie as in the archive. */
function storageZones({ layout }: Pick<CollectionConfig, 'layout'>): readonly string[] {
  return layout === 'lakehouse' ? LAKEHOUSE_FOLDER.split('/').slice(0, 1) : [];
}
