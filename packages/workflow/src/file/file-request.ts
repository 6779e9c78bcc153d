import { type ArchiveObject, parseKey, typicalBytes } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { DownloadRequest } from '@tapehaul/downloader';
import { type Listed, objectPath } from '@tapehaul/planner';
import * as z from 'zod';
import { keptPath } from './kept-path.ts';

/** What decides where a file goes, and what becomes of the one before it. */
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
 * What a planned file asks of the downloader, given what is held of it. A version that is to be kept is told where;
 * where the old one stays, nothing is told of a newer one.
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
