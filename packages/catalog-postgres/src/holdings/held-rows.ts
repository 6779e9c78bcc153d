import { seriesParts } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';

/** Columns of `objects held`, joined with `runs held_by`, that {@link objectRecord} takes. */
export const HELD_COLUMNS = `held.key, coalesce(held.path, held.key) AS path, held.bytes, held.mtime_ms AS "mtimeMs", held.sha256, held.proof, held.depth, held.etag,
  held.last_modified AS "lastModified", held.series, held.partition, held.period, held_by.run_id AS "runId",
  held.recorded_at AS "recordedAt"`;

/** Joins tasks `t` with the objects that are held under their ids; `record` is the parameter of the record. */
export const heldOfTasks = (record: string): string =>
  `LEFT JOIN LATERAL (SELECT * FROM tapehaul.objects x WHERE x.record = ${record} AND x.key = t.task_id OFFSET 0) held ON true
   LEFT JOIN LATERAL (SELECT run_id FROM tapehaul.runs x WHERE x.id = held.run OFFSET 0) held_by ON true`;

/** A row of {@link HELD_COLUMNS}. */
export interface HeldRow extends Omit<ObjectRecord, 'series'> {
  readonly series: string | null;
}

/** An object's row as a record. */
export function objectRecord({ series, ...row }: HeldRow): ObjectRecord {
  return { ...row, series: series === null ? null : seriesParts(series) };
}
