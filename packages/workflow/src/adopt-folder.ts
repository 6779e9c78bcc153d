import { glob, rm } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { formatKey, sidecarKey } from '@tapehaul/archive';
import { openCatalog } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { createDownloader, type DownloadRequest, type Outcome } from '@tapehaul/downloader';
import { newRunId } from '@tapehaul/orchestrator';
import { objectAt, objectPath } from '@tapehaul/planner';
import { s3Engine } from '@tapehaul/s3';
import { type AdoptedFile, type AdoptedStatus, adoptedAs, leftAlone } from './adopted-file.ts';
import { folderEngine } from './folder-engine.ts';
import { heldObject } from './held-object.ts';
import { recordPath } from './record.ts';
import { targetOf } from './target.ts';

/** How a folder is adopted. */
export interface AdoptOptions {
  /** Removes a file, and its sidecar, from the folder once it is adopted and recorded; false by default. */
  readonly move?: boolean;
  /** Asks the archive for no sidecar; files without one beside them stay unverified. False by default. */
  readonly offline?: boolean;
  readonly signal?: AbortSignal;
}

/** What adopting needs of a configuration. */
type Place = Parameters<typeof targetOf>[0] &
  Pick<CollectionConfig, 'layout' | 'output_directory' | 'source' | 'durability' | 'paranoid'>;

/** Adopted files are recorded, and removed where they are moved, in groups of so many. */
const GROUP = 500;

/**
 * Takes the files of a folder that other tools have filled into the output directory of a configuration, each proved by
 * its sidecar, and records them: a collection then finds them in place. The folder is only read, unless files are moved.
 * Rejects with `output_in_use` while a process collects there, and with `cancelled` when stopped: the same again goes on.
 */
export async function* adoptFolder(
  folder: string,
  config: Place,
  { move = false, offline = false, signal = new AbortController().signal }: AdoptOptions = {},
): AsyncGenerator<AdoptedFile, void, undefined> {
  const from = resolve(folder);
  const root = resolve(config.output_directory);
  const catalog = openCatalog(recordPath(root));
  const runId = newRunId();
  const found = new Map<string, string>();
  const aside: AdoptedFile[] = [];
  const settled: { readonly source: string; readonly target: string }[] = [];

  async function* requests(): AsyncGenerator<DownloadRequest> {
    for await (const name of glob('**/*.zip', { cwd: from, exclude: isOurs })) {
      signal.throwIfAborted();
      const path = name.split(sep).join('/');
      const object = objectAt(path);
      const key = object === undefined ? null : formatKey(object);
      if (object === undefined || key === null) aside.push(leftAlone(path, null));
      else if (found.has(key)) aside.push(leftAlone(path, key));
      else {
        found.set(key, path);
        yield { key, path: objectPath(object, config.layout) };
      }
    }
  }

  const record = async (): Promise<void> => {
    catalog.flush();
    for (const { source, target } of settled.splice(0)) {
      if (source === target) continue;
      await rm(source);
      await rm(sidecarKey(source), { force: true });
    }
  };

  const taken = (outcome: Outcome): AdoptedFile => {
    const path = found.get(outcome.key) ?? outcome.key;
    const file = adoptedAs(outcome, path);
    if (file.status !== 'failed') catalog.recordObject(heldObject(outcome, runId, Date.now()));
    if (file.status === 'adopted' && move) settled.push({ source: join(from, path), target: outcome.target });
    return file;
  };

  try {
    catalog.startRun({ runId, flow: 'adopt', parameters: { folder: from, move } });
    const pathOf = (key: string): string | undefined => {
      const path = found.get(key);
      return path === undefined ? undefined : join(from, path);
    };
    const downloader = createDownloader({
      engines: [folderEngine(pathOf, offline ? undefined : s3Engine(config.source))],
      target: targetOf(config, root),
      stateDirectory: join(root, '.tapehaul'),
      durability: config.durability,
      paranoid: config.paranoid,
      held: catalog,
      signal,
    });
    const counts: Partial<Record<AdoptedStatus, number>> = {};
    const counted = (file: AdoptedFile): AdoptedFile => {
      counts[file.status] = (counts[file.status] ?? 0) + 1;
      return file;
    };
    let state = 'Cancelled';
    try {
      for await (const outcome of downloader.download(requests())) {
        yield counted(taken(outcome));
        yield* aside.splice(0).map(counted);
        if (settled.length >= GROUP) await record();
      }
      yield* aside.splice(0).map(counted);
      state = 'Completed';
    } finally {
      await record();
      await downloader.close();
      catalog.endRun(runId, state, { files: counts });
    }
  } finally {
    catalog.close();
  }
}

/** Folders that tapehaul keeps beside data: what they hold is no data to be taken. */
function isOurs(name: string): boolean {
  return name === '.tapehaul' || name === '_runs' || name === '_replaced';
}
