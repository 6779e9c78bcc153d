import { getFips, hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { asTapehaulError } from '@tapehaul/errors';
import type { DownloadRequest, HeldObject } from '../engine/outcome.ts';
import { prove, publishedDigest } from '../proof/proof.ts';
import type { Target, TargetFile } from '../target/target.ts';
import { type Effort, IN_MEMORY } from './fetch-pair.ts';
import { beginningOf, FAULTS_OF_A_FILE } from './fetch-proved.ts';
import type { InPlace } from './in-place.ts';
import type { ObtainContext } from './obtain-context.ts';
import { versionToRecord } from './version.ts';

/** A file that stands in a target without a record. */
export interface Unrecorded {
  readonly request: DownloadRequest & { readonly path: string };
  readonly standing: TargetFile;
  /** Text of its sidecar. */
  readonly sidecar: string;
  /** What the record has of the object, whose file does not stand there as recorded; undefined where it has nothing. */
  readonly former: HeldObject | undefined;
}

/** The ETag of an S3 object that was put in one part, without KMS, is the MD5 of its bytes. */
const PLAIN_MD5 = /^[0-9a-f]{32}$/i;

/**
 * Takes over a file that was published just before a crash, or collected by another tool. Reads the whole file, proves it by the text of a
 * sidecar, as deep as if it was fetched, and gives it the ETag and date that a fetch would record: those of a record of the same bytes, else those
 * of the version that is listed or that upstream reports. Equal size and MD5 show that the file is that version. Undefined where that
 * cannot be shown, such as for an ETag that is no plain MD5 (`-N` of several parts), or where the file is not sound: then the object is to be fetched.
 */
export async function takeOver(
  { request, standing, sidecar, former }: Unrecorded,
  work: ObtainContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<InPlace | undefined> {
  const { key, path } = request;
  const expected = digestOrNothing(sidecar, key);
  if (expected === undefined) return undefined;
  const { bytes, mtimeMs } = standing;
  const recorded = former?.sha256 === expected && former.etag !== null ? former : undefined;
  const version =
    recorded === undefined ? await versionToRecord(request, work, effort, signal) : 'unrecorded';
  if (version === 'unknown') return undefined;
  const known = version === 'unrecorded' ? undefined : version;
  const md5 = known?.etag?.toLowerCase();
  if (known !== undefined && (known.size !== bytes || md5 === undefined || !canCompare(md5))) {
    return undefined;
  }
  const { etag, lastModified } = recorded ?? known ?? { etag: null, lastModified: null };
  const file = await contentAt(path, bytes, work, key, signal);
  try {
    const sums = await sumsOf(file, bytes, md5 !== undefined, work, signal);
    if (sums.sha256 !== expected || (md5 !== undefined && sums.md5 !== md5)) return undefined;
    const beginning = typeof file.content === 'string' ? await beginningOf(file.content) : file.content;
    const suspect = { key, content: file.content, beginning, bytes, sha256: sums.sha256, sidecar };
    const evidence = await prove(suspect, work.means, signal);
    return { ...evidence, mtimeMs, etag, lastModified };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (FAULTS_OF_A_FILE.has(error.code)) return undefined;
    throw error;
  } finally {
    await file.remove();
  }
}

/** Whether an ETag is an MD5, and this process may compute one. */
function canCompare(etag: string): boolean {
  return PLAIN_MD5.test(etag) && getFips() === 0;
}

/** The bytes of a file, or the path of a large one. */
interface Content {
  readonly content: Uint8Array | string;
  /** Removes what was made to read it. */
  remove(): Promise<void>;
}

/** What stands at a path of a target: read into memory, or on this machine, to which a large file of a bucket is copied. */
async function contentAt(
  path: string,
  bytes: number,
  { target, checker, proving }: ObtainContext,
  key: string,
  signal: AbortSignal,
): Promise<Content> {
  const remove = async (): Promise<void> => {};
  if (bytes <= IN_MEMORY) {
    const local = checker === undefined ? undefined : target.locate(path);
    const content =
      local === undefined ? await allOf(target, path, signal) : await readFile(local, { signal });
    return { content, remove };
  }
  if (checker !== undefined) return { content: target.locate(path), remove };
  const { staging } = await proving();
  const copy = staging.path(key);
  const removeCopy = (): Promise<void> => rm(copy, { force: true });
  try {
    await pipeline(chunksAt(target, path, signal), createWriteStream(copy), { signal });
  } catch (error) {
    await removeCopy();
    throw error;
  }
  return { content: copy, remove: removeCopy };
}

async function allOf(target: Target, path: string, signal: AbortSignal): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunksAt(target, path, signal)));
}

/** Copies of the chunks: those of a target are valid until the next one only. */
async function* chunksAt(target: Target, path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const chunk of target.read(path, signal)) yield Buffer.from(chunk);
}

async function sumsOf(
  { content }: Content,
  bytes: number,
  md5: boolean,
  { means }: ObtainContext,
  signal: AbortSignal,
): Promise<{ readonly sha256: string | null; readonly md5: string | null }> {
  if (typeof content === 'string') {
    return means.threads.sums({ path: content, hashed: true, md5, spans: [] }, bytes, signal);
  }
  return { sha256: hash('sha256', content), md5: md5 ? hash('md5', content) : null };
}

function digestOrNothing(sidecar: string, key: string): string | undefined {
  try {
    return publishedDigest(sidecar, key);
  } catch {
    return undefined;
  }
}
