/** A pattern for LIKE, with a backslash to escape, that finds a text anywhere. */
export function likePattern(contains = ''): string {
  return `%${contains.replace(/[\\%_]/g, '\\$&')}%`;
}

/** Behind all texts that begin so. */
export function behindPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
