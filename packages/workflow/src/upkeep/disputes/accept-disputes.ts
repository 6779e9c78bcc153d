import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog, DisputeRecord, ObjectRecord } from '@tapehaul/catalog';
import { createDownloader } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { newRunId } from '@tapehaul/orchestrator';
import { CHECKSUMS, MANIFEST, stateDirectory } from '../../directory.ts';
import type { AccessOf } from '../../engines/access.ts';
import { requestFor } from '../../file/file-request.ts';
import { heldObject } from '../../file/held-object.ts';
import { objectOfRecord } from '../../file/recorded-object.ts';
import { withOwnedRun } from '../../owned-run.ts';
import { closeQuietly, openRecord } from '../../record.ts';
import { checksumLine, heldRow, type ManifestRow, manifestLine } from '../../result/manifest.ts';
import { writeRunFiles } from '../../result/run-files.ts';
import { folderEngine } from '../adopt/folder-engine.ts';
import { fileDigest } from '../file-digest.ts';
import { type DecidedDispute, decidedDispute } from './decided-dispute.ts';
import { configOfDispute, placeOf, removeQuarantined } from './dispute-place.ts';
import { type DisputeNames, namedDisputes } from './named-disputes.ts';

/** Which disputed files are accepted, and who answers for that. */
export interface AcceptOptions extends DisputeNames {
  /** Why they are right although their sidecars contradict them. */
  readonly reason: string;
  /** Who accepts them; the user of this process by default. */
  readonly by?: string;
  /** How the storage that they go to is reached; may throw to refuse it. */
  readonly access?: AccessOf;
  readonly signal?: AbortSignal;
}

/**
 * Takes disputed files as they are: each is compared with the digest that was recorded, moved from the quarantine into place,
 * made durable and recorded as `accepted`, then reported. A manifest of its own names them, so that a folder that is verified
 * knows their digests. Rejects with a TapehaulError `run_not_found` where nothing was collected, `key_invalid` for a name that
 * means no dispute, `output_in_use` while a process collects into the directory, `cancelled` when stopped: those
 * reported by then are accepted, and the same call again continues.
 */
export async function* acceptDisputes(
  outputDirectory: string,
  {
    reason,
    by = userInfo().username,
    access,
    signal = new AbortController().signal,
    ...names
  }: AcceptOptions,
): AsyncGenerator<DecidedDispute, void, undefined> {
  const root = resolve(outputDirectory);
  const disputes = await disputesNamed(root, names);
  const parameters = { keys: disputes.map(({ key }) => key), by, reason };
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({ runId, flow: 'accept', parameters }),
  );
  const { catalog, runId } = owned;
  const counts: Record<string, number> = {};
  owned.unfinished = { state: 'Failed', result: { files: counts } };
  const rows: ManifestRow[] = [];
  for (const { key } of disputes) {
    if (signal.aborted) {
      owned.unfinished = { state: 'Cancelled', result: { files: counts } };
      throw stoppedBy(signal);
    }
    // What another process has decided since then counts.
    const [dispute] = await namedDisputes(catalog, root, { names: [key] });
    if (dispute === undefined) continue;
    const decision = { decidedBy: by, decidedAt: Date.now(), reason };
    const decided = await accepted(catalog, dispute, decision, { root, runId, access, signal });
    if (decided.object !== undefined) rows.push(heldRow(decided.object, decided.dispute));
    counts[decided.file.status] = (counts[decided.file.status] ?? 0) + 1;
    yield decided.file;
  }
  if (rows.length > 0) {
    await writeRunFiles(root, runId, [rows], { [MANIFEST]: manifestLine, [CHECKSUMS]: checksumLine });
  }
  await owned.end({
    state: counts.failed === undefined ? 'Completed' : 'CompletedWithGaps',
    result: { files: counts },
  });
}

/** Finds the disputes that are named before anything is written. */
async function disputesNamed(root: string, names: DisputeNames): Promise<DisputeRecord[]> {
  const record = await openRecord(root);
  try {
    return await namedDisputes(record, root, names);
  } finally {
    await closeQuietly(record);
  }
}

/** Who decided, when and why. */
type Decision = Pick<DisputeRecord, 'decidedBy' | 'decidedAt' | 'reason'>;

/** Where files are accepted, and by which run. */
interface AcceptPlace {
  readonly root: string;
  readonly runId: string;
  readonly access: AccessOf | undefined;
  readonly signal: AbortSignal;
}

/** A file that was to be accepted, and what is recorded of it since; nothing where it could not be. */
interface Accepted {
  readonly file: DecidedDispute;
  readonly dispute: DisputeRecord;
  readonly object?: ObjectRecord;
}

async function accepted(
  catalog: Catalog,
  dispute: DisputeRecord,
  decision: Decision,
  place: AcceptPlace,
): Promise<Accepted> {
  const { root, runId, signal } = place;
  if (dispute.state === 'accepted') {
    const object = await catalog.find(dispute.key);
    // A process that died may have left what it had taken.
    await removeQuarantined(root, dispute).catch(() => {});
    return { file: decidedDispute(dispute, 'held'), dispute, ...(object && { object }) };
  }
  try {
    await checkQuarantined(dispute, place);
    const object = await putInPlace(catalog, dispute, place);
    const settled: DisputeRecord = { ...dispute, ...decision, state: 'accepted' };
    catalog.recordObject(object);
    catalog.recordDispute(settled);
    const message = `accepted ${dispute.key}, which contradicts its checksum: ${decision.reason} (${decision.decidedBy})`;
    catalog.recordLog({ runId, taskId: null, attempt: null, at: Date.now(), level: 'info', message });
    // Only what is recorded is removed: a process that dies before finds it there and takes it again.
    await catalog.settled();
    await removeQuarantined(root, dispute);
    return { file: decidedDispute(settled, 'accepted'), dispute: settled, object };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (signal.aborted || error.code === 'catalog_failed') throw error;
    return { file: decidedDispute(dispute, 'failed', error.toJSON()), dispute };
  }
}

/** Rejects with a TapehaulError unless the file that was put aside is the one that the dispute is about. */
async function checkQuarantined(
  { key, quarantinePath, sha256 }: DisputeRecord,
  { root, signal }: AcceptPlace,
): Promise<void> {
  const found = quarantinePath === null ? null : await fileDigest(join(root, quarantinePath), signal);
  if (found === sha256) return;
  const where = quarantinePath ?? QUARANTINE_OF_NONE;
  const what = found === null ? `is not kept any more: there is no ${where}` : `has changed since: ${where}`;
  throw new TapehaulError('checksum_disputed', `${key}: the file that was put aside ${what}`, {
    facts: { key, expected: sha256, found },
    hint: `Fetch it again: tapehaul reject ${key}, then collect.`,
  });
}

const QUARANTINE_OF_NONE = 'file in the quarantine';

/** Publishes the file that was put aside as a collection publishes files, and gives what is held then. */
async function putInPlace(
  catalog: Catalog,
  dispute: DisputeRecord,
  { root, runId, access, signal }: AcceptPlace,
): Promise<ObjectRecord> {
  const { key, path, quarantinePath, etag, lastModified } = dispute;
  const config = await configOfDispute(catalog, dispute, root);
  const object = objectOfRecord(dispute);
  const former = await catalog.find(key);
  const from = join(root, quarantinePath ?? '');
  const downloader = createDownloader({
    engines: [folderEngine((of) => (of === key ? from : undefined))],
    ...placeOf(config, root, access),
    stateDirectory: stateDirectory(root),
    // What is removed from the quarantine must outlive a power cut in its place.
    durability: config.durability === 'none' ? 'group' : config.durability,
    maxObjectBytes: config.max_object_bytes,
    // Its sidecar contradicts it: the digest was compared with the one that was recorded.
    checksum: false,
    force: true,
    signal,
  });
  try {
    const request = requestFor({ key, object, listed: null }, former, config);
    const { error, ...outcome } = await downloader.get({ ...request, path, held: former ?? null }, signal);
    if (error !== null) throw error;
    if (former !== undefined && former.sha256 !== outcome.sha256) {
      const version = { ...former, path: outcome.keptOldAs, runId, supersededAt: Date.now() };
      catalog.recordVersion(version);
    }
    const held = { ...outcome, object, proof: 'accepted', etag, lastModified } as const;
    return heldObject(held, runId, Date.now());
  } finally {
    await downloader.close();
  }
}
