import { realpath } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { type ArchiveObject, formatKey } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import { createDownloader, type DownloadRequest, type Engine, type Outcome } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import { newRunId } from '@tapehaul/orchestrator';
import { objectPath } from '@tapehaul/planner';
import { s3Engine } from '@tapehaul/s3';
import { OWN_FOLDERS, stateDirectory } from '../../directory.ts';
import { collectionTarget } from '../../engines/collection-target.ts';
import { heldObject } from '../../file/held-object.ts';
import { prepareOutputDirectory } from '../../output-directory.ts';
import { withOwnedRun } from '../../owned-run.ts';
import { checkDirectory } from '../check-directory.ts';
import { type FoundFile, walkFolder } from '../walk-folder.ts';
import { type AdoptedFile, type AdoptedStatus, adoptedAs, isTaken, leftAlone } from './adopted-file.ts';
import { folderEngine } from './folder-engine.ts';
import { type FolderMeaning, isSidecarOfNeighbour, reasonByKind, recogniser } from './recognised-file.ts';
import { removeMoved } from './remove-moved.ts';

/** How a folder is adopted. */
export interface AdoptOptions {
  /**
   * Removes a file, and its sidecar, from the folder once the same bytes are in place, durable and recorded; false by
   * default.
   */
  readonly move?: boolean;
  /** Requests no sidecar of the archive; files without one beside them stay unverified. False by default. */
  readonly offline?: boolean;
  /** What its files are, where their paths do not say it. */
  readonly meaning?: FolderMeaning;
  readonly signal?: AbortSignal;
}

/** What adopting needs of a configuration. */
export type AdoptConfig = Parameters<typeof collectionTarget>[0] &
  Pick<CollectionConfig, 'layout' | 'output_directory' | 'source' | 'durability' | 'paranoid'>;

/** Files that are recorded together before they are reported, and removed where they are moved. */
const GROUP = 500;

/**
 * Takes the files of a folder that other tools have filled into the output directory of a configuration, each proved by
 * its sidecar, and records them: a collection then finds them in place. The folder is only read, unless files are moved.
 * Rejects with `config_invalid` when there is no such folder, with `output_in_use` while a process collects into the
 * output directory, and with `cancelled` when stopped: the same call again continues.
 */
export async function* adoptFolder(
  folder: string,
  config: AdoptConfig,
  { move = false, offline = false, meaning = {}, signal = new AbortController().signal }: AdoptOptions = {},
): AsyncGenerator<AdoptedFile, void, undefined> {
  if (signal.aborted) throw stoppedBy(signal);
  const objectOf = recogniser(meaning);
  checkDirectory(folder, 'Pass the folder that another tool has filled.');
  const [from, root] = await realPlaces(folder, config.output_directory);
  const counts: Partial<Record<AdoptedStatus, number>> = {};
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({ runId, flow: 'adopt', parameters: { folder: from, move } }),
  );
  owned.unfinished = { state: 'Failed', result: { files: counts } };
  const { catalog, runId } = owned;
  const found = new Map<string, { readonly path: string; readonly object: ArchiveObject }>();
  const aside: AdoptedFile[] = [];

  async function* requests(): AsyncGenerator<DownloadRequest> {
    for await (const file of filesBelow(from, root, signal)) {
      const { path } = file;
      if (isSidecarOfNeighbour(file)) continue;
      const object = reasonByKind(file) ?? objectOf(path);
      if (typeof object === 'string') aside.push(leftAlone(path, object));
      else if (found.has(formatKey(object))) aside.push(leftAlone(path, 'duplicate', formatKey(object)));
      else {
        found.set(formatKey(object), { path, object });
        yield { key: formatKey(object), path: objectPath(object, config.layout) };
      }
    }
  }

  /** Records files, then reports them. */
  async function* settled(outcomes: readonly Outcome[]): AsyncGenerator<AdoptedFile> {
    const taken = outcomes.map((outcome) => {
      const { path = outcome.key, object } = found.get(outcome.key) ?? {};
      return { outcome: { ...outcome, object }, path };
    });
    for (const { outcome } of taken) {
      if (isTaken(outcome)) catalog.recordObject(heldObject(outcome, runId, Date.now()));
    }
    await catalog.settled();
    for (const { outcome, path } of taken) {
      const error = move ? await removeMoved(join(from, path), outcome, signal) : null;
      yield counted({ ...adoptedAs(outcome, path), ...(error === null ? {} : { error: error.toJSON() }) });
    }
    yield* aside.splice(0).map(counted);
  }

  const counted = (file: AdoptedFile): AdoptedFile => {
    counts[file.status] = (counts[file.status] ?? 0) + 1;
    return file;
  };

  const pathOf = (key: string): string | undefined => {
    const path = found.get(key)?.path;
    return path === undefined ? undefined : join(from, path);
  };
  const downloader = createDownloader({
    engines: [folderEngine(pathOf, offline ? undefined : archiveOf(config))],
    maxObjectBytes: config.max_object_bytes,
    target: collectionTarget(config, root),
    stateDirectory: stateDirectory(root),
    // What is removed elsewhere must outlive a power cut here.
    durability: move && config.durability === 'none' ? 'group' : config.durability,
    paranoid: config.paranoid,
    held: catalog,
    signal,
  });
  try {
    let outcomes: Outcome[] = [];
    for await (const outcome of downloader.download(requests())) {
      if (outcomes.push(outcome) < GROUP) continue;
      yield* settled(outcomes);
      outcomes = [];
    }
    yield* settled(outcomes);
  } finally {
    if (signal.aborted) owned.unfinished = { state: 'Cancelled', result: { files: counts } };
    await downloader.close();
  }
  owned.end({ state: 'Completed', result: { files: counts } });
}

/** The archive that missing sidecars are read from, as slow as a collection lets it be. */
function archiveOf(config: AdoptConfig): Engine {
  const { source, timeout_seconds: timeoutSeconds, low_speed_limit: bytesPerSecond } = config;
  const lowSpeed = { bytesPerSecond, seconds: config.low_speed_seconds };
  return s3Engine({ ...source, timeoutSeconds, lowSpeed });
}

/** The folder and the output directory, which is made, without links: both can be one place under two names. */
async function realPlaces(folder: string, output: string): Promise<[from: string, root: string]> {
  try {
    const from = await realpath(resolve(folder));
    await prepareOutputDirectory(resolve(output));
    return [from, await realpath(resolve(output))];
  } catch (thrown) {
    throw asTapehaulError(thrown);
  }
}

/** Files below a folder; none of tapehaul's own folders, which hold no data to be taken, and none of the output directory, unless that is the folder itself. */
function filesBelow(from: string, root: string, signal: AbortSignal): AsyncGenerator<FoundFile> {
  const isWithin = from === root || from.startsWith(root + sep);
  return walkFolder(
    from,
    (folder) => OWN_FOLDERS.has(basename(folder)) || (!isWithin && folder === root),
    signal,
  );
}
