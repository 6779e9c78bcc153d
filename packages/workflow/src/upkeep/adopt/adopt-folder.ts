import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Outcome } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import { newRunId } from '@tapehaul/orchestrator';
import { seriesOf } from '../../file/file-cells.ts';
import { heldObject } from '../../file/held-object.ts';
import { ADOPT_FLOW } from '../../flow-names.ts';
import { prepareOutputDirectory } from '../../output-directory.ts';
import { type OwnedRun, withOwnedRun } from '../../owned-run.ts';
import { checkDirectory } from '../check-directory.ts';
import { type AdoptedFile, type AdoptedStatus, adoptedAs, isTaken } from './adopted-file.ts';
import { type AdoptConfig, folderDownloader } from './folder-downloader.ts';
import { FolderObjects } from './folder-objects.ts';
import { type FolderMeaning, recogniser } from './recognised-file.ts';
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
  const recognise = recogniser(meaning);
  checkDirectory(folder, 'Pass the folder that another tool has filled.');
  const [from, root] = await realPlaces(folder, config.output_directory);
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({
      runId,
      flow: ADOPT_FLOW,
      parameters: { folder: from, move, storage: config.storage },
    }),
  );
  const counts: Partial<Record<AdoptedStatus, number>> = {};
  const result = { files: counts };
  owned.unfinished = { state: 'Failed', result };
  const objects = new FolderObjects({ from, root, layout: config.layout, move, recognise, signal });
  const downloader = folderDownloader(objects, { config, root, move, offline, held: owned.catalog, signal });
  try {
    for await (const outcomes of inGroups(downloader.download(objects.requests()))) {
      await recordTaken(outcomes, objects, owned);
      for await (const file of adopted(outcomes, objects, { move, signal })) {
        counts[file.status] = (counts[file.status] ?? 0) + 1;
        yield file;
      }
    }
  } finally {
    if (signal.aborted) owned.unfinished = { state: 'Cancelled', result };
    await downloader.close();
  }
  await owned.end({ state: 'Completed', result });
}

/** Outcomes in groups; the last one may be empty. */
async function* inGroups(outcomes: AsyncIterable<Outcome>): AsyncGenerator<Outcome[]> {
  let group: Outcome[] = [];
  for await (const outcome of outcomes) {
    if (group.push(outcome) < GROUP) continue;
    yield group;
    group = [];
  }
  yield group;
}

/** Records the files that are in place, and waits until that is stored. */
async function recordTaken(
  outcomes: readonly Outcome[],
  objects: FolderObjects,
  { catalog, runId }: OwnedRun,
): Promise<void> {
  for (const outcome of outcomes.filter(isTaken)) {
    const { object } = objects.find(outcome.key) ?? {};
    catalog.recordObject(heldObject({ ...outcome, object }, runId, Date.now()));
    if (object !== undefined) catalog.forgetSeen(seriesOf(object));
  }
  await catalog.settled();
}

/** How files that are recorded ended, those that are moved once they are removed; then the files that were left alone. */
async function* adopted(
  outcomes: readonly Outcome[],
  objects: FolderObjects,
  { move, signal }: { readonly move: boolean; readonly signal: AbortSignal },
): AsyncGenerator<AdoptedFile> {
  for (const outcome of outcomes) {
    const { path } = objects.find(outcome.key) ?? { path: outcome.key };
    const source = objects.pathOf(outcome.key);
    const error = move && source !== undefined ? await removeMoved(source, outcome, signal) : null;
    yield { ...adoptedAs(outcome, path), ...(error === null ? {} : { error: error.toJSON() }) };
  }
  yield* objects.takeLeftAlone();
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
