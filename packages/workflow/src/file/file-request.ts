import { type ArchiveObject, parseKey, typicalBytes } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { DownloadRequest } from '@tapehaul/downloader';
import { type Listed, objectPath } from '@tapehaul/planner';
import * as z from 'zod';
import { keptPath } from './kept-path.ts';

/** What decides where a file goes, and whether the one before it is kept. */
export type Placing = Pick<CollectionConfig, 'layout' | 'on_replaced'>;

/** A file of a plan: the object that it is, and what was listed of it, if anything. */
export interface PlannedFile {
  readonly key: string;
  /** Undefined for a key that is none of the archive's. */
  readonly object: ArchiveObject | undefined;
  readonly listed: Listed | null;
}

/** The file of a stored task. From here on the object travels as a value: no later step reads the key again. */
export function plannedFile({ taskId: key, input }: PlannedTask): PlannedFile {
  return { key, object: parseKey(key), listed: listedSchema.parse(input) };
}

/**
 * The request of a planned file to the downloader, given what is held of it. With `keep_both` it names where the old version is kept;
 * with `keep_old` it leaves out what was listed, so that a newer version is not noticed.
 */
export function requestFor(
  { key, object, listed }: PlannedFile,
  held: ObjectRecord | undefined,
  { layout, on_replaced }: Placing,
): DownloadRequest {
  const place = {
    key,
    path: object === undefined ? key : objectPath(object, layout),
    ...(object === undefined ? {} : { likelySize: typicalBytes(object) }),
  };
  if (held === undefined || on_replaced === 'take_new') return { ...place, ...listed };
  return on_replaced === 'keep_old' ? place : { ...place, ...listed, keepOldAs: keptPath(held) };
}

/** The input of a stored task: what was listed of its object, if anything. */
const listedSchema = z
  .object({
    size: z.number(),
    etag: z.string(),
    lastModified: z.string(),
    sidecarModified: z.string().nullable(),
  })
  .nullable();
