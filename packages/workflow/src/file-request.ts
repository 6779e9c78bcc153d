import { type ArchiveObject, parseKey, typicalBytes } from '@tapehaul/archive';
import type { ObjectRecord, PlannedTask } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { DownloadRequest } from '@tapehaul/downloader';
import { type Listed, objectPath } from '@tapehaul/planner';
import { z } from 'zod';
import { keptPath } from './kept-path.ts';

/** What decides where a file goes, and what becomes of the one before it. */
type Placing = Pick<CollectionConfig, 'layout' | 'on_replaced'>;

/** What a stored task asks of the downloader: its key, its place, and the version that was listed. */
export function requestOf(
  { taskId: key, input }: PlannedTask,
  held: ObjectRecord | undefined,
  config: Placing,
): DownloadRequest {
  const request = requestFor(parseKey(key), key, listedSchema.parse(input), config);
  if (held === undefined || config.on_replaced === 'take_new') return request;
  if (config.on_replaced === 'keep_old') return withoutVersion(request);
  return { ...request, keepOldAs: keptPath(held) };
}

/** A request that takes whatever version is in place. */
function withoutVersion({ key, path, likelySize }: DownloadRequest): DownloadRequest {
  return {
    key,
    ...(path === undefined ? {} : { path }),
    ...(likelySize === undefined ? {} : { likelySize }),
  };
}

/** What an object of a plan asks of the downloader. */
export function requestFor(
  object: ArchiveObject | undefined,
  key: string,
  listed: Listed | null,
  { layout }: Placing,
): DownloadRequest & { readonly path: string } {
  return {
    key,
    path: object === undefined ? key : objectPath(object, layout),
    ...(object === undefined ? {} : { likelySize: typicalBytes(object) }),
    ...listed,
  };
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
