/** A time as ISO 8601 UTC; null for none. */
export const time = (at: number | null): string | null => (at === null ? null : iso(at));

/** A time as ISO 8601 UTC. */
export const iso = (at: number): string => new Date(at).toISOString();
