import { type ArchiveObject, typicalBytes } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { DownloadRequest } from '@tapehaul/downloader';
import { type Listed, objectPath } from '@tapehaul/planner';
import * as z from 'zod';
import { keptPath } from './kept-path.ts';
import { objectOfTask } from './recorded-object.ts';

/** What decides where a file goes, and whether the one before it is kept. */
export type Placing = Pick<CollectionConfig, 'layout' | 'on_replaced'>;

/** A file of a plan: the object that it is, and what was listed of it, if anything. */
export interface PlannedFile {
  readonly key: string;
  /** Undefined for a key that is none of the archive's. */
  readonly object: ArchiveObject | undefined;
  readonly listed: Listed | null;
  /** Whether the archive had lacked it for good until the plan found it. */
  readonly wasMissing?: boolean;
}

/** The file of a stored task. From here on the object travels as a value: no later step reads the key again. */
export function plannedFile({ taskId: key, input }: PlannedTask): PlannedFile {
  const { listed, wasMissing } = inputSchema.parse(input);
  return { key, object: objectOfTask(key), listed, ...(wasMissing && { wasMissing }) };
}

/** The input of the task of a file. */
export function fileInput(listed: Listed | undefined, wasMissing: boolean): unknown {
  if (!wasMissing) return listed ?? null;
  return { ...listed, was_missing: true };
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

const listedSchema = z.object({
  size: z.number(),
  etag: z.string(),
  lastModified: z.string(),
  sidecarModified: z.string().nullable(),
});

/** The input of a stored task: what was listed of its object, if anything, and whether the archive had lacked it. */
const inputSchema = z
  .looseObject({ was_missing: z.boolean().optional() })
  .nullable()
  .transform((input) => {
    const wasMissing = input?.was_missing === true;
    const isListed = input !== null && 'size' in input;
    return { listed: isListed ? listedSchema.parse(input) : null, wasMissing };
  });
