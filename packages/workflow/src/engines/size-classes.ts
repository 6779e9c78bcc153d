import type { Transfer } from '@tapehaul/downloader';

/** A class of object sizes, and the engine that was measured to be the faster one for it. */
interface SizeClass {
  /** Largest size of the class, in bytes. */
  readonly upTo: number;
  readonly engine: 's3' | 's5cmd';
}

/** As measured by `npm run bench:engines`; docs/engines.md has the table. */
const SIZE_CLASSES: readonly SizeClass[] = [
  { upTo: 4 * 2 ** 20, engine: 's3' },
  { upTo: Number.POSITIVE_INFINITY, engine: 's5cmd' },
];

/** The engine that `auto` sends a transfer over first, by its listed or likely size. */
export function engineForSize({
  size,
  likelySize = 0,
}: Pick<Transfer, 'size' | 'likelySize'>): 's3' | 's5cmd' {
  return SIZE_CLASSES.find(({ upTo }) => (size ?? likelySize) <= upTo)?.engine ?? 's3';
}
