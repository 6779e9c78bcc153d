import { createHash } from 'node:crypto';
import type { Numbers, Repair } from '@tapehaul/tables';

/** Everything that decides about the bytes of a partition. */
export interface PartitionMaking {
  readonly schemaVersion: number;
  /** Name and version of the writer. */
  readonly writer: string;
  readonly numbers: Numbers;
  readonly repair: Repair;
  /** In any order. */
  readonly sources: readonly { readonly key: string; readonly sha256: string }[];
}

/**
 * Names how a partition is made: 64 hex digits, the SHA-256 of a text. A partition that has this identity need not be built
 * again, and none of its sources has to be opened to know that.
 */
export function partitionIdentity({
  schemaVersion,
  writer,
  numbers,
  repair,
  sources,
}: PartitionMaking): string {
  const pairs = sources.map(({ key, sha256 }) => [key, sha256] as const);
  pairs.sort(([key, sha256], [otherKey, otherSha256]) => order(key, otherKey) || order(sha256, otherSha256));
  const text = JSON.stringify(['tapehaul partition 1', schemaVersion, writer, numbers, repair, pairs]);
  return createHash('sha256').update(text).digest('hex');
}

/** By UTF-16 code units: the same everywhere, unlike an order by language. */
function order(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
