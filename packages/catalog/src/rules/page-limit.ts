import type { PageRequest } from '../records/queries.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** Series that a page of cells has at most: a picture of all of an archive's symbols takes one page. */
export const MOST_CELLS = 2_000;

/** How many rows a page has; at most 1,000 unless `most` says otherwise. */
export function pageLimit({ limit = DEFAULT_LIMIT }: PageRequest, most: number = MAX_LIMIT): number {
  return Math.min(Math.max(Math.trunc(limit), 1), most);
}
