import { sidecarOwner } from '@tapehaul/archive';
import { type ObjectInfo, type ObjectSource, syntheticSource } from '@tapehaul/archive-simulator';

/** What is wrong with the months of an archive; keys are of zips, and may be added and removed while it is served. */
export interface WrongMonths {
  /** Monthly zips that hold a fifth of their rows. */
  readonly short: Set<string>;
  /** Zips that do not exist. */
  readonly missing: Set<string>;
  /** Zips that do not exist, but are listed. */
  readonly unserved?: Set<string>;
  /** Zips whose sidecars have the digest of other bytes. */
  readonly stale?: ReadonlySet<string>;
}

/** An archive of hourly candles up to the end of October 2025 with wrong months. */
export function monthsArchive({
  short,
  missing,
  unserved = new Set(),
  stale = new Set(),
}: WrongMonths): ObjectSource {
  const now = new Date('2025-10-31T12:00:00Z');
  const [whole, fifth] = [syntheticSource({ now }), syntheticSource({ now, maxRows: 5 })];
  const zipOf = (key: string): string => sidecarOwner(key) ?? key;
  const sourceOf = (key: string): ObjectSource => (short.has(zipOf(key)) ? fifth : whole);
  const listed = async (info: ObjectInfo): Promise<ObjectInfo> =>
    (await sourceOf(info.key).stat(info.key)) ?? info;
  return {
    stat: async (key) =>
      missing.has(zipOf(key)) || unserved.has(zipOf(key)) ? undefined : sourceOf(key).stat(key),
    async *read(key, span) {
      const isStale = key !== zipOf(key) && stale.has(zipOf(key));
      if (isStale) yield staleSidecar(zipOf(key)).subarray(span.start, span.end);
      else yield* sourceOf(key).read(key, span);
    },
    async list(request) {
      const page = await whole.list(request);
      const entries = page.entries.filter(
        (entry) => entry.kind !== 'object' || !missing.has(zipOf(entry.object.key)),
      );
      return {
        ...page,
        entries: await Promise.all(
          entries.map(async (entry) =>
            entry.kind === 'object' ? { ...entry, object: await listed(entry.object) } : entry,
          ),
        ),
      };
    },
  };
}

/** As long as the true one. */
function staleSidecar(zip: string): Buffer {
  return Buffer.from(`${'0'.repeat(64)}  ${zip.slice(zip.lastIndexOf('/') + 1)}`);
}
