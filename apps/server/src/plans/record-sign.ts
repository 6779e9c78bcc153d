import type { CatalogReader } from '@tapehaul/workflow';

/** Runs that are compared, the newest: fewer begin between a plan and the run of it. */
const NEWEST = 5;

/**
 * A text that stays the same while no run begins or ends in a record; null while one is in progress, which changes what is held all
 * the time.
 */
export async function recordSign(record: CatalogReader): Promise<string | null> {
  const { rows } = await record.runs({ limit: NEWEST });
  if (rows.some(({ endedAt }) => endedAt === null)) return null;
  return JSON.stringify(rows.map(({ runId, endedAt, resumes }) => [runId, endedAt, resumes]));
}
