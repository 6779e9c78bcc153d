import type { PageRequest } from '../records/queries.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** How many rows a page has. */
export function pageLimit({ limit = DEFAULT_LIMIT }: PageRequest): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);
}
