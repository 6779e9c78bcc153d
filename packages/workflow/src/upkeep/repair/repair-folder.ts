import { existsSync } from 'node:fs';
import { glob, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { DamagedRecord, RecordPart, RestoredRun } from '@tapehaul/catalog';
import { requireFileOrNothing, syncFileSystem } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { newRunId } from '@tapehaul/orchestrator';
import { REPLACED, RUNS, STATE } from '../../directory.ts';
import { withOwnedRun } from '../../owned-run.ts';
import { records } from '../../record-store.ts';
import { checkDirectory } from '../check-directory.ts';
import { nothingThere } from '../file-digest.ts';
import { unreadableFile } from '../verify/unreadable-file.ts';
import type { VerifiedFile } from '../verify/verified-file.ts';
import { verifiedFiles } from '../verify/verify-folder.ts';
import { formerRuns } from './former-runs.ts';
import { hasRuns, isRepairUnfinished, REPAIR_FLOW } from './recorded-repair.ts';
import { refuseBucket } from './refuse-bucket.ts';
import type { RepairedFile, RepairSummary } from './repair-report.ts';
import { RepairedFiles } from './repaired-files.ts';
import { quarantinedFiles, RestoredDisputes } from './restored-disputes.ts';
import { restoreTables } from './restored-tables.ts';

/** How a record is repaired. */
export interface RepairOptions {
  readonly signal?: AbortSignal;
}

/**
 * Rebuilds the record of an output directory that is damaged or missing: from its files, each proved by its sidecar or
 * manifest, from the metadata of its runs, and from what is left of the damaged record, which is kept aside. A sound record
 * stays as it is. Rejects with `config_invalid` when there is no such directory, or files are in a bucket, with `output_in_use` while a process
 * uses the record, and with `cancelled` when stopped: the same again starts over.
 */
export async function* repairFolder(
  directory: string,
  { signal = new AbortController().signal }: RepairOptions = {},
): AsyncGenerator<RepairedFile | RepairSummary, void, undefined> {
  if (signal.aborted) throw stoppedBy(signal);
  checkDirectory(directory, 'Pass the output directory of a collection.');
  const root = resolve(directory);
  const state = await records.inspect(root);
  const former = await formerRuns(root);
  if (state === 'missing' || state === 'empty') await refuseEmpty(root, former);
  // A record without a run, in a folder of runs, was made anew in place of one that was lost.
  const isSound = state === 'sound' && (former.length === 0 || (await hasRuns(root)));
  if (isSound && !(await isRepairUnfinished(root))) {
    yield {
      ...{ kind: 'summary', record: 'sound', files: {}, bytes: 0, runs: 0, tables: 0 },
      ...{ kept_as: null, not_restored: [] },
    };
    return;
  }
  await refuseBucket(root);
  await refuseHeld(root);
  if (!isSound && state !== 'missing') await records.setAside(root);
  const damaged = await records.openDamaged(root);
  try {
    yield* rebuild(root, { former, damaged }, signal);
  } finally {
    await damaged?.close();
  }
}

/** What a record is rebuilt from, beside the files. */
interface Remains {
  readonly former: readonly RestoredRun[];
  readonly damaged: DamagedRecord | undefined;
}

/** Makes a record in place of the one that is gone: its runs, then each file that is proved, as a run of its own. */
async function* rebuild(
  root: string,
  { former, damaged }: Remains,
  signal: AbortSignal,
): AsyncGenerator<RepairedFile | RepairSummary, void, undefined> {
  const runs = merged((await damaged?.runs()) ?? [], former);
  const restored = await records.restoreRuns(root, runs);
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({ runId, flow: REPAIR_FLOW, parameters: { directory: root } }),
  );
  const recorded = (await damaged?.disputes()) ?? [];
  const disputes = new RestoredDisputes(owned.catalog, runs, { repair: owned.runId, recorded });
  const files = new RepairedFiles(owned.catalog, owned.runId, { damaged, disputes });
  const result = { files: files.counts };
  owned.unfinished = { state: 'Failed', result };
  try {
    const startedAt = Date.now();
    // Only what outlives a power cut is recorded.
    await syncFileSystem(root);
    for await (const { file: verified, row } of verifiedFiles(root, { signal })) {
      const file = await unlessElsewhere(root, verified);
      const standing = file.sha256 !== null ? await stat(join(root, file.path)).catch(nothingThere) : null;
      yield await files.add(file, standing ?? undefined, row, startedAt);
    }
    for await (const file of quarantinedFiles(root, signal)) yield files.addDisputed(file);
    files.endDisputes();
    const runIds = new Set(runs.map((run) => run.runId));
    files.addVersions((await damaged?.versions()) ?? [], runIds);
    const { catalog, runId } = owned;
    const tables = await restoreTables({ root, catalog, runId, runs: runIds }, signal);
    owned.unfinished = { state: 'Completed', result };
    const keptAs = await records.keptAside(root);
    yield {
      kind: 'summary',
      record: 'rebuilt',
      files: files.counts,
      bytes: files.bytes,
      runs: Math.max(restored, runs.length),
      tables,
      kept_as: keptAs ?? null,
      not_restored: keptAs === undefined ? [] : [...NOT_RESTORED, ...unreadable(damaged)],
    };
  } finally {
    if (signal.aborted) owned.unfinished = { state: 'Cancelled', result };
  }
}

/** A file that was verified; unreadable where a link in its place leads out of the output directory: a collection does not take that over either. */
async function unlessElsewhere(root: string, file: VerifiedFile): Promise<VerifiedFile> {
  if (file.sha256 === null) return file;
  try {
    await requireFileOrNothing(root, join(root, file.path));
    return file;
  } catch (thrown) {
    return unreadableFile(file.path, file.expected, asTapehaulError(thrown));
  }
}

/** What a record has that neither files nor manifests hold. */
const NOT_RESTORED = [
  'the states, attempts and errors of single files in earlier runs',
  'log lines',
  'what was found in the rows of tables (tapehaul tables build --rebuild finds it again)',
  'gaps and changes found in the archive by earlier runs (a new plan finds gaps again)',
];

/** What could not be read of a damaged record, in words. */
function unreadable(damaged: DamagedRecord | undefined): string[] {
  const parts = [...(damaged?.unread ?? [])].sort();
  return parts.map((part) => `${PARTS[part]}, in whole or in part: the damaged record does not show them`);
}

const PARTS: Readonly<Record<RecordPart, string>> = {
  runs: `earlier runs (those in ${RUNS}/ are restored)`,
  versions: `former versions of files (those in ${REPLACED}/ are restored)`,
  disputes: 'disputes (those of files in the quarantine, and what manifests say was accepted, are restored)',
  objects: 'ETags and dates of files (those in manifests are restored)',
};

/** Runs of the damaged record, and those that only their metadata name; the oldest first. */
function merged(recorded: readonly RestoredRun[], former: readonly RestoredRun[]): RestoredRun[] {
  const known = new Set(recorded.map(({ runId }) => runId));
  const all = [...recorded, ...former.filter(({ runId }) => !known.has(runId))];
  return all.sort((a, b) => a.startedAt - b.startedAt);
}

/** Refuses a directory from which no record can be built, before anything is written to it. */
async function refuseEmpty(root: string, former: readonly RestoredRun[]): Promise<void> {
  if (former.length > 0 || (await records.keptAside(root)) !== undefined || existsSync(join(root, RUNS)))
    return;
  for await (const _ of glob('**/*.zip', { cwd: root, exclude: [STATE] })) return;
  throw new TapehaulError('config_invalid', `${root} has nothing to rebuild a record from`, {
    facts: { root },
    hint: 'It has neither files of the archive nor runs. Pass the output directory of a collection; nothing was written.',
  });
}

async function refuseHeld(root: string): Promise<void> {
  const holder = await records.heldBy(root);
  if (holder === undefined) return;
  const path = records.locate(root);
  throw new TapehaulError('output_in_use', `${holder.name} has the record ${path} open`, {
    facts: { ...holder.facts, path },
    hint: 'Wait until it has ended, or stop it; then run the same command again.',
  });
}
