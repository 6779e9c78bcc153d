import { existsSync } from 'node:fs';
import { glob, rm, stat } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { sidecarKey, sidecarOwner, ZIP_SUFFIX } from '@tapehaul/archive';
import { type CatalogReader, type DisputeRecord, everyRow } from '@tapehaul/catalog';
import { refuseLink } from '@tapehaul/downloader';
import { newRunId } from '@tapehaul/orchestrator';
import { objectAt } from '@tapehaul/planner';
import { QUARANTINE, REPLACED, STATE } from '../../directory.ts';
import { withOwnedRun } from '../../owned-run.ts';
import { closeQuietly, openRecord } from '../../record.ts';
import { records } from '../../record-store.ts';
import { removedRow } from '../../result/manifest.ts';
import { writeRemovals } from '../../result/run-files.ts';
import { supersededObjects } from './superseded-objects.ts';

/**
 * Why nobody needs a file. `stray`: a zip without a sidecar, or a sidecar without a zip, of an object of the archive, that
 * the record does not name. `unrecorded`: such a zip with its sidecar, and that; perhaps somebody does need those: a
 * collection or an adoption takes them, such as after a crash. `replaced`: a version that the archive has replaced.
 * `quarantined`: it failed its proof. `disputed`: so did this one, and nobody has decided about it yet. `superseded`: a proved file of a month that is held as a month and as days, where the
 * other is proved and held whole.
 */
export type NeedlessKind = 'stray' | 'unrecorded' | 'replaced' | 'quarantined' | 'disputed' | 'superseded';

/** A file of an output directory that nobody needs. */
export interface NeedlessFile {
  readonly kind: NeedlessKind;
  /** Below the output directory, with forward slashes. */
  readonly path: string;
  readonly bytes: number;
}

const ALL: readonly NeedlessKind[] = [
  'stray',
  'unrecorded',
  'replaced',
  'quarantined',
  'disputed',
  'superseded',
];
/** Kinds that somebody may need after all: they are deleted on request only. */
const ON_REQUEST: ReadonlySet<NeedlessKind> = new Set(['unrecorded', 'disputed', 'superseded']);
/** Folders of which every file is needless: links in their places would give away files of somebody else. */
const OWN = [STATE, QUARANTINE, REPLACED];
const CERTAIN: readonly NeedlessKind[] = ALL.filter((kind) => !ON_REQUEST.has(kind));

/**
 * Finds files that nobody needs below an output directory; nothing is changed. Rejects with a TapehaulError
 * `run_not_found` when nothing was ever collected into it: everything there would be stray.
 */
export async function* needlessFiles(
  outputDirectory: string,
  kinds: readonly NeedlessKind[] = ALL,
): AsyncGenerator<NeedlessFile, void, undefined> {
  const root = resolve(outputDirectory);
  const record = await openRecord(root);
  try {
    for await (const { file } of needlessIn(root, record, kinds)) yield file;
  } finally {
    await closeQuietly(record);
  }
}

/**
 * Deletes what {@link needlessFiles} finds, and reports each; what is `unrecorded`, `disputed` or
 * `superseded` only on request. Before what is superseded is deleted, a manifest of this run says so and the record forgets it; before
 * a disputed file is, the record forgets that it is kept. Rejects as that does, and with `output_in_use` while a process collects into the directory.
 */
export async function* removeNeedless(
  outputDirectory: string,
  kinds: readonly NeedlessKind[] = CERTAIN,
): AsyncGenerator<NeedlessFile, void, undefined> {
  const root = resolve(outputDirectory);
  await closeQuietly(await openRecord(root));
  // Owning the directory as a run does keeps everybody else out while it is read, and leaves a trace.
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({ runId, flow: 'prune', parameters: { kinds } }),
  );
  const { catalog, runId } = owned;
  const found = await Array.fromAsync(needlessIn(root, catalog, kinds));
  const removed = { files: 0, bytes: 0 };
  owned.unfinished = { state: 'Cancelled', result: removed };
  await writeRemovals(
    root,
    runId,
    found.flatMap(({ key }) => (key === undefined ? [] : [removedRow(key, 'superseded', runId)])),
  );
  for (const { file, key, dispute } of found) {
    if (key !== undefined) catalog.forgetObject(key);
    if (dispute !== undefined) catalog.recordDispute({ ...dispute, quarantinePath: null });
    if (key !== undefined || dispute !== undefined) await catalog.settled();
    await rm(join(root, file.path), { force: true });
    const message = `deleted ${file.kind} ${file.path}`;
    catalog.recordLog({ runId, taskId: null, attempt: null, at: Date.now(), level: 'info', message });
    removed.files += 1;
    removed.bytes += file.bytes;
    yield file;
  }
  await owned.end({ state: 'Completed', result: removed });
}

/** A file that nobody needs, and the key under which the record holds it, or the dispute that it is kept for, if it is. */
interface FoundFile {
  readonly file: NeedlessFile;
  readonly key?: string;
  readonly dispute?: DisputeRecord;
}

async function* needlessIn(
  root: string,
  record: CatalogReader,
  kinds: readonly NeedlessKind[],
): AsyncGenerator<FoundFile, void, undefined> {
  for (const own of OWN) await refuseLink(join(root, own));
  const held = new Set<string>();
  for await (const objects of record.held()) for (const { path } of objects) held.add(path);
  const disputed = await disputedFiles(record);
  // A folder with a record of its own is another output directory.
  const others = (await records.below(root)).map((directory) => `${directory}/`);
  const patterns = [`**/*${ZIP_SUFFIX}`, `**/*${sidecarKey(ZIP_SUFFIX)}`, `${QUARANTINE}/**/*`];
  for await (const found of glob(patterns, { cwd: root })) {
    const path = found.split(sep).join('/');
    const dispute = disputed.get(sidecarOwner(path) ?? path);
    const kind = dispute === undefined ? kindOf(root, path, held) : 'disputed';
    if (kind === undefined || !kinds.includes(kind) || others.some((other) => path.startsWith(other)))
      continue;
    const file = await stat(join(root, path)).catch(() => undefined);
    if (file?.isFile() !== true) continue;
    yield { file: { kind, path, bytes: file.size }, ...(dispute === undefined ? {} : { dispute }) };
  }
  if (kinds.includes('superseded')) yield* supersededIn(root, record);
}

/** The open disputes whose files are kept, by the paths of these. */
async function disputedFiles(record: CatalogReader): Promise<ReadonlyMap<string, DisputeRecord>> {
  const files = new Map<string, DisputeRecord>();
  for await (const dispute of everyRow(record.disputes('open'))) {
    if (dispute.quarantinePath !== null) files.set(dispute.quarantinePath, dispute);
  }
  return files;
}

/** The zips of superseded objects, each followed by its sidecar. */
async function* supersededIn(
  root: string,
  record: CatalogReader,
): AsyncGenerator<FoundFile, void, undefined> {
  for await (const { key, path } of supersededObjects(record)) {
    for (const own of [path, sidecarKey(path)]) {
      const file = await stat(join(root, own)).catch(() => undefined);
      const found = { kind: 'superseded' as const, path: own, bytes: file?.size ?? 0 };
      if (file?.isFile() === true) yield own === path ? { file: found, key } : { file: found };
    }
  }
}

function kindOf(root: string, path: string, held: ReadonlySet<string>): NeedlessKind | undefined {
  if (path.startsWith(`${QUARANTINE}/`)) return 'quarantined';
  if (path.startsWith(`${STATE}/`)) return undefined;
  if (path.startsWith(`${REPLACED}/`)) return 'replaced';
  const zip = sidecarOwner(path) ?? path;
  if (held.has(zip) || objectAt(zip) === undefined) return undefined;
  const isPair = [zip, sidecarKey(zip)].every((file) => existsSync(join(root, file)));
  return isPair ? 'unrecorded' : 'stray';
}
