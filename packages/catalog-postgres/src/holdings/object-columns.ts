import { formatSeries } from '@tapehaul/archive';
import type { ObjectRecord } from '@tapehaul/catalog';
import type { Column } from '../connection/unnested.ts';

/** An object that is held from now on, by a run. */
export interface Held {
  readonly run: number;
  readonly object: ObjectRecord;
  /** The name of its series. */
  readonly series: string | null;
  /** Whether nothing is held under its key for all that is known. */
  readonly isNew: boolean;
}

/** An object that is held from now on, by a run. */
export function heldBy(run: number, object: ObjectRecord, isNew: boolean): Held {
  return { run, object, series: object.series && formatSeries(object.series), isNew };
}

/** The columns of its row. */
export const HELD: readonly Column<Held>[] = [
  ['key', 'text', ({ object }) => object.key],
  ['path', 'text', ({ object: { key, path } }) => (path === key ? null : path)],
  ['bytes', 'bigint', ({ object }) => object.bytes],
  ['mtime_ms', 'float8', ({ object }) => object.mtimeMs],
  ['sha256', 'text', ({ object }) => object.sha256],
  ['proof', 'text', ({ object }) => object.proof],
  ['depth', 'text', ({ object }) => object.depth],
  ['etag', 'text', ({ object }) => object.etag],
  ['last_modified', 'text', ({ object }) => object.lastModified],
  ['series', 'text', ({ series }) => series],
  ['partition', 'text', ({ object }) => object.partition],
  ['period', 'text', ({ object }) => object.period],
  ['run', 'bigint', ({ run }) => run],
  ['recorded_at', 'bigint', ({ object }) => Math.trunc(object.recordedAt)],
];

/** The order in which rows are written, so that transactions wait for each other in one order. */
export function byKey({ object: a }: Held, { object: b }: Held): number {
  return a.key < b.key ? -1 : 1;
}
