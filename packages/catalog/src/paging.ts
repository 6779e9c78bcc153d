import type { PageRequest } from './queries.ts';

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** How many rows a page has. */
export function pageLimit({ limit = DEFAULT_LIMIT }: PageRequest): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);
}

/** A pattern for LIKE, with a backslash to escape, that finds a text anywhere. */
export function likePattern(contains = ''): string {
  return `%${contains.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Behind all texts that begin so. */
export function behindPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
