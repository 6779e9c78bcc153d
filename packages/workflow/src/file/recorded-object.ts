import { type ArchiveObject, knownObject, parseKey } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';

/** The object of a stored task: all that a record keeps of it is its key. Undefined for a key that is none of the archive's. */
export function objectOfTask(taskId: string): ArchiveObject | undefined {
  return parseKey(taskId);
}

/**
 * The object of a held file or of a dispute, by the parts that its record has; by its key where it has none, since records of
 * the first version had no parts. Undefined for what is none of the archive's.
 */
export function objectOfRecord({
  key,
  series,
  partition,
  period,
}: Pick<ObjectRecord, 'key' | 'series' | 'partition' | 'period'>): ArchiveObject | undefined {
  if (series === null || partition === null || period === null) return parseKey(key);
  return knownObject({ series, partition, period });
}
