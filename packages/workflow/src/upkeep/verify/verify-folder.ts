import { randomUUID } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { isZip, parseSidecar, SIDECAR_MAX_BYTES, sidecarKey } from '@tapehaul/archive';
import { type ContentChecker, contentChecker } from '@tapehaul/downloader';
import { asTapehaulError, stoppedBy, TapehaulError } from '@tapehaul/errors';
import type { BucketTarget } from '@tapehaul/s3';
import type { ManifestRow } from '../../result/manifest.ts';
import { checkDirectory } from '../check-directory.ts';
import { nothingThere } from '../file-digest.ts';
import { type Candidate, candidates } from './candidates.ts';
import { copiedPair } from './copied-pair.ts';
import { isInSubset } from './data-subset.ts';
import { unreadableFile } from './unreadable-file.ts';
import type { VerifiedFile, VerifiedStatus, VerifyOptions } from './verified-file.ts';

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
  /** Whether its content was inflated and compared, too. */
  readonly deep?: boolean;
}

/** What files are checked with. */
interface Check {
  readonly root: string;
  readonly checker: ContentChecker;
  /** Whether zips are inflated, too. */
  readonly deep: boolean;
  /** Whether a file is read. */
  readonly isRead: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Verifies as {@link verifyFolder} does, and gives the row that each file was compared with. The files of a bucket are copied to the folder of
 * this machine for temporary files, a few at once.
 */
export async function* verifiedFiles(
  directory: string,
  options: VerifyOptions = {},
  bucket?: BucketTarget,
): AsyncGenerator<VerifiedEntry, void, undefined> {
  const { signal = new AbortController().signal } = options;
  if (signal.aborted) throw stoppedBy(signal);
  checkDirectory(directory, 'Pass the output directory of a collection.');
  const root = resolve(directory);
  const { deep = false, subset } = options;
  const seed = randomUUID();
  const isRead = (path: string): boolean => subset === undefined || isInSubset(path, subset, seed);
  const check: Check = { root, checker: contentChecker(), deep, isRead, signal };
  const checkOne = (candidate: Candidate): Promise<VerifiedEntry> =>
    bucket === undefined ? checkFile(candidate, check) : checkInBucket(candidate, bucket, check);
  const checks = Readable.from(candidates(root, options, bucket)).map(
    async (candidate: Candidate | VerifiedFile): Promise<VerifiedEntry> =>
      'kind' in candidate ? { file: candidate } : { ...(await checkOne(candidate)), row: candidate.row },
    { concurrency: 2 * availableParallelism(), signal },
  );
  try {
    for await (const entry of checks) yield entry;
  } catch (thrown) {
    throw signal.aborted ? stoppedBy(signal) : asTapehaulError(thrown);
  } finally {
    await check.checker.close();
  }
}

/** Checks a copy of a file of a bucket. */
async function checkInBucket(
  candidate: Candidate,
  bucket: BucketTarget,
  check: Check,
): Promise<VerifiedEntry> {
  const { path, expected } = candidate;
  const { signal } = check;
  try {
    if (!check.isRead(path)) {
      const status = (await bucket.find(path, signal)) === undefined ? 'missing' : 'not_read';
      return { file: { kind: 'verified', path, status, expected, sha256: null, error: null } };
    }
    await using copied = await copiedPair(bucket, path, signal);
    if (expected === null) await copied.copySidecar();
    const checked = await checkFile(candidate, { ...check, root: copied.root });
    if (checked.file.status !== 'changed') return checked;
    await copied.copySidecar();
    return await checkFile(candidate, { ...check, root: copied.root });
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return { file: unreadableFile(path, expected, asTapehaulError(thrown)) };
  }
}

async function checkFile(
  { path, expected: recorded }: Candidate,
  { root, checker, deep: isDeep, isRead, signal }: Check,
): Promise<VerifiedEntry> {
  const file = join(root, path);
  try {
    const exists = await isThere(file);
    const none = { kind: 'verified', path, sha256: null, error: null } as const;
    if (!exists)
      return { file: { ...none, status: 'missing', expected: recorded ?? (await publishedDigest(file)) } };
    if (!isRead(path)) return { file: { ...none, status: 'not_read', expected: recorded } };
    const { sha256, fault, deep } = await contentOf(file, checker, isDeep, signal);
    let expected = recorded ?? (await publishedDigest(file));
    // The archive may have replaced it since, for a run that died before it wrote a manifest.
    if (recorded !== null && sha256 !== null && sha256 !== recorded) {
      const published = await publishedDigest(file);
      if (published === sha256) expected = published;
    }
    const status = statusOf(expected, sha256);
    if (fault === null || status === 'changed' || status === 'missing')
      return { file: { ...none, status, expected, sha256 }, deep };
    return { file: { ...none, status: 'broken', expected, sha256, error: fault.toJSON() } };
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    return { file: unreadableFile(path, recorded, asTapehaulError(thrown)) };
  }
}

/** Digest of a file, null when it is gone by now; and what is wrong with its content, where it is a zip and checked deep. */
async function contentOf(
  file: string,
  checker: ContentChecker,
  isDeep: boolean,
  signal: AbortSignal,
): Promise<{ readonly sha256: string | null; readonly fault: TapehaulError | null; readonly deep: boolean }> {
  const found = await stat(file).catch(nothingThere);
  if (found === null) return { sha256: null, fault: null, deep: false };
  if (isDeep && isZip(file)) return { ...(await checker.check(file, found.size, signal)), deep: true };
  return { sha256: await checker.digest(file, found.size, signal), fault: null, deep: false };
}

function statusOf(expected: string | null, sha256: string | null): VerifiedStatus {
  if (sha256 === null) return 'missing';
  if (expected === null) return 'unproved';
  return sha256 === expected ? 'intact' : 'changed';
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
