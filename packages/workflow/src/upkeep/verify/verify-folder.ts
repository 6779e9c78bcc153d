import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { isZip, parseSidecar, SIDECAR_MAX_BYTES, sidecarKey } from '@tapehaul/archive';
import { asTapehaulError, type ErrorRecord, stoppedBy, TapehaulError } from '@tapehaul/errors';
import { STATE } from '../../directory.ts';
import { DigestSet } from '../../result/digest-set.ts';
import type { ManifestRow } from '../../result/manifest.ts';
import { readManifests } from '../../result/read-manifests.ts';
import { checkDirectory } from '../check-directory.ts';
import { fileDigest, nothingThere } from '../file-digest.ts';
import { pathBelow, walkFolder } from '../walk-folder.ts';

/**
 * What looking at a file came to. `intact`: it has the digest that was recorded, or that its sidecar says.
 * `changed`: it has another. `missing`: a manifest names it, and it does not exist. `unproved`: nothing says what
 * its digest should be. `unreadable`: it, its sidecar or a manifest cannot be read: see the error.
 */
export type VerifiedStatus = 'intact' | 'changed' | 'missing' | 'unproved' | 'unreadable';

/** A file that was checked. */
export interface VerifiedFile {
  readonly kind: 'verified';
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly status: VerifiedStatus;
  /** Digest that it should have, as 64 hex digits; null when nothing says. */
  readonly expected: string | null;
  /** Digest that it has; null when it is missing or cannot be read. */
  readonly sha256: string | null;
  /** Why it cannot be read; null unless it is unreadable. */
  readonly error: ErrorRecord | null;
}

/** How a folder is verified. */
export interface VerifyOptions {
  /** Only the files of this run, by its manifest; by default those of all manifests and every other zip. */
  readonly runId?: string;
  readonly signal?: AbortSignal;
}

/** A file to check, and what its digest should be, if a manifest says. */
interface Candidate {
  readonly path: string;
  readonly expected: string | null;
  readonly row?: ManifestRow;
}

/**
 * Reads every file of an output directory again and compares it with the newest manifest that names it, else
 * with the sidecar beside it; no network, no catalog. A file that came after that manifest is proved by its sidecar.
 * The files come one by one, in no order that matters. Rejects with a TapehaulError: `config_invalid` when there is no
 * such directory, `run_not_found` when a run is requested that has no manifest there, `cancelled` when stopped.
 */
export async function* verifyFolder(
  directory: string,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedFile, void, undefined> {
  for await (const { file } of verifiedFiles(directory, options)) yield file;
}

/** A file that was verified, with the row of the newest manifest that names it. */
export interface VerifiedEntry {
  readonly file: VerifiedFile;
  readonly row?: ManifestRow | undefined;
}

/** Verifies as {@link verifyFolder} does, and gives the row that each file was compared with. */
export async function* verifiedFiles(
  directory: string,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedEntry, void, undefined> {
  const { signal = new AbortController().signal } = options;
  if (signal.aborted) throw stoppedBy(signal);
  checkDirectory(directory, 'Pass the output directory of a collection.');
  const root = resolve(directory);
  const checks = Readable.from(candidates(root, options)).map(
    async (candidate: Candidate | VerifiedFile): Promise<VerifiedEntry> =>
      'kind' in candidate
        ? { file: candidate }
        : { file: await checkFile(root, candidate, signal), row: candidate.row },
    { concurrency: 2 * availableParallelism(), signal },
  );
  try {
    for await (const entry of checks) yield entry;
  } catch (thrown) {
    throw signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown);
  }
}

async function* candidates(
  root: string,
  { runId, signal = new AbortController().signal }: VerifyOptions,
): AsyncGenerator<Candidate | VerifiedFile> {
  const named = new DigestSet();
  for await (const { row, fault } of readManifests(root, runId)) {
    if (row === undefined) {
      yield unreadable(pathBelow(root, fault.file), null, fault.error);
      continue;
    }
    const { path, sha256 } = row;
    if (path !== null && named.add(path)) yield { path, expected: sha256, row };
  }
  if (runId !== undefined) return;
  const skips = (folder: string): boolean => folder === join(root, STATE);
  for await (const { path, kind } of walkFolder(root, skips, signal, { follows: true })) {
    if (kind === 'unreadable') yield unreadable(path, null, unreadableFolder(join(root, path)));
    else if (isZip(path) && !named.has(path)) yield { path, expected: null };
  }
}

function unreadableFolder(folder: string): TapehaulError {
  return new TapehaulError('file_failed', `${folder} cannot be read`, {
    facts: { folder },
    hint: 'Check its permissions, then run the same command again.',
  });
}

async function checkFile(
  root: string,
  { path, expected: recorded }: Candidate,
  signal: AbortSignal,
): Promise<VerifiedFile> {
  const file = join(root, path);
  try {
    const sha256 = (await isThere(file)) ? await fileDigest(file, signal) : null;
    let expected = recorded ?? (await publishedDigest(file));
    // The archive may have replaced it since, for a run that died before it wrote a manifest.
    if (recorded !== null && sha256 !== null && sha256 !== recorded) {
      const published = await publishedDigest(file);
      if (published === sha256) expected = published;
    }
    return { kind: 'verified', path, status: statusOf(expected, sha256), expected, sha256, error: null };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return unreadable(path, recorded, asTapehaulError(thrown));
  }
}

function statusOf(expected: string | null, sha256: string | null): VerifiedStatus {
  if (sha256 === null) return 'missing';
  if (expected === null) return 'unproved';
  return sha256 === expected ? 'intact' : 'changed';
}

function unreadable(path: string, expected: string | null, error: TapehaulError): VerifiedFile {
  return { kind: 'verified', path, status: 'unreadable', expected, sha256: null, error: error.toJSON() };
}

/** The digest that the sidecar beside a file publishes; null where there is none, or one that says nothing. */
export async function publishedDigest(file: string): Promise<string | null> {
  const sidecar = sidecarKey(file);
  // No sidecar of the archive is longer, and what somebody else put there may be of any size.
  if (!(await isThere(sidecar)) || (await stat(sidecar)).size > SIDECAR_MAX_BYTES) return null;
  return parseSidecar(await readFile(sidecar, 'utf8'))?.sha256 ?? null;
}

/** Whether there is a file. Rejects where there is something else: a pipe, for one, would be read for ever. */
async function isThere(file: string): Promise<boolean> {
  const found = await stat(file).catch(nothingThere);
  if (found === null || found.isFile()) return found !== null;
  throw new TapehaulError('target_blocked', `${file} is no file`, {
    facts: { file },
    hint: 'Something else stands at that path: move it away, then collect again.',
  });
}
