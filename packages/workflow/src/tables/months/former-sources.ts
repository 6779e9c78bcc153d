import { daysBetween, parseKey } from '@tapehaul/archive';
import type { PartitionRecord } from '@tapehaul/catalog';
import { NO_IDENTITY } from '@tapehaul/catalog/rules';
import { type HeldSource, sourceOf, type TablePlace } from './series-sources.ts';

/** A source as it is recorded, with its digest. */
type SourceDigest = Pick<HeldSource, 'key' | 'sha256'>;

/** What a partition that is recorded was built from. */
export interface FormerSources {
  readonly partition: PartitionRecord;
  /**
   * Files that rows were taken from although their period is another one, as far as they are still held: rows stand in the file of a
   * neighbouring day at times.
   */
  readonly others: readonly HeldSource[];
}

/** What a partition was built from; undefined where it is not recorded. `usual` are the files that are held of its period. */
export async function formerSources(
  { catalog }: Pick<TablePlace, 'catalog'>,
  path: string,
  usual: readonly SourceDigest[],
): Promise<FormerSources | undefined> {
  const partition = await catalog.findPartition(path);
  if (partition === undefined) return undefined;
  const known = new Set(usual.map(({ key }) => key));
  const keys = partition.sources.filter(({ key, rows }) => rows > 0 && !known.has(key)).map(({ key }) => key);
  const held = keys.length === 0 ? undefined : await catalog.findAll(keys);
  const others = keys.flatMap((key) => {
    const object = held?.get(key);
    return (object && sourceOf(object)) ?? [];
  });
  return { partition, others };
}

/** Whether a partition was built from all of these files, as they are, and perhaps from others that are not held any more. */
export function hasAllOf(
  { sources }: Pick<PartitionRecord, 'sources'>,
  held: readonly SourceDigest[],
): boolean {
  const digests = new Map(sources.map(({ key, sha256 }) => [key, sha256]));
  return held.every(({ key, sha256 }) => digests.get(key) === sha256);
}

/**
 * Whether building a partition again from these files could lose rows: some were taken from a file that is not held any more, such as
 * a superseded one that was deleted, and no other file covers that day, or the other one was found to be worse.
 */
export function wouldLoseRows(
  { identity, sources, days }: Pick<PartitionRecord, 'identity' | 'sources' | 'days'>,
  held: readonly Pick<HeldSource, 'key' | 'period'>[],
): boolean {
  // The file that stands is not as it was built: nothing is lost with it.
  if (identity === NO_IDENTITY) return false;
  const keys = new Set(held.map(({ key }) => key));
  const lost = new Set(sources.filter(({ key }) => !keys.has(key)).map(({ key }) => key));
  return days.some(({ first, last, source, rule }) => {
    if (!lost.has(source)) return false;
    const isStray = !first.startsWith(parseKey(source)?.period ?? '?');
    return isStray || rule !== null || [...daysBetween(first, last)].some((day) => !isCovered(day, held));
  });
}

function isCovered(day: string, held: readonly Pick<HeldSource, 'period'>[]): boolean {
  return held.some(({ period }) => day.startsWith(period));
}
