import { knownSeries, parseKey } from '@tapehaul/archive';
import type { CatalogReader, PartitionRecord } from '@tapehaul/catalog';
import { type PartitionMaking, partitionIdentity, type TableSource } from '@tapehaul/lake';
import { type Repair, tableSchema } from '@tapehaul/tables';
import type { StoredSource } from '../../../storage/source-files.ts';
import { fileDigest } from '../../file-digest.ts';
import type { NotRebuilt } from './verified-table.ts';

const REPAIRS: readonly Repair[] = ['days', 'off', 'rows'];

/**
 * How a partition was made, by its identity, which names that; undefined where this version of tapehaul and of the writer would make
 * it in another way.
 */
export function makingOf(
  { series: parts, numbers, sources, identity }: PartitionRecord,
  writer: string,
): PartitionMaking | undefined {
  const series = knownSeries(parts);
  if (series === undefined) return undefined;
  const { version: schemaVersion } = tableSchema(series.dataType);
  return REPAIRS.map((repair) => ({ schemaVersion, writer, numbers, repair, sources })).find(
    (making) => partitionIdentity(making) === identity,
  );
}

/** The sources of a partition, all of which are held as they were; else why not. */
export async function foundSources(
  { reader }: { readonly reader: CatalogReader },
  { sources }: Pick<PartitionRecord, 'sources'>,
): Promise<readonly StoredSource[] | NotRebuilt> {
  const held = await reader.findAll(sources.map(({ key }) => key));
  const found: StoredSource[] = [];
  for (const { key, sha256 } of sources) {
    const [object, named] = [held.get(key), parseKey(key)];
    if (object === undefined || named === undefined) return 'sources_gone';
    if (object.sha256 !== sha256) return 'sources_changed';
    const { partition, period } = named;
    found.push({ key, storedPath: object.path, bytes: object.bytes, sha256, partition, period });
  }
  return found;
}

/** Whether the files of sources have the digests that they were proved with. */
export async function sourcesAreSound(
  sources: readonly TableSource[],
  signal: AbortSignal,
): Promise<boolean> {
  for (const { path, sha256, fault } of sources) {
    if (fault !== undefined) return false;
    const digest = await fileDigest(path, signal).catch((thrown: unknown) => {
      if (signal.aborted) throw thrown;
      return null;
    });
    if (digest !== sha256) return false;
  }
  return true;
}
