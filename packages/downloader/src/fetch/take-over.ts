import { getFips, hash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { asTapehaulError } from '@tapehaul/errors';
import type { DownloadRequest, HeldObject } from '../engine/outcome.ts';
import { prove, publishedDigest } from '../proof/proof.ts';
import { readUnchanged } from '../sums/unchanged.ts';
import type { Target, TargetFile } from '../target/target.ts';
import { IN_MEMORY } from './fetch-pair.ts';
import { beginningOf, FAULTS_OF_A_FILE } from './fetch-proved.ts';
import type { InPlace } from './in-place.ts';
import type { ObtainContext } from './obtain-context.ts';
import type { Version } from './version.ts';

/** A file that stands in a target without a record. */
export interface Unrecorded {
  readonly request: DownloadRequest & { readonly path: string };
  readonly standing: TargetFile;
  /** Text of its sidecar. */
  readonly sidecar: string;
  /** What the record has of the object, whose file does not stand there as recorded; undefined where it has nothing. */
  readonly former: HeldObject | undefined;
  /** What {@link versionToRecord} gives. */
  readonly version: () => Promise<Version | 'unrecorded' | 'unknown'>;
}

/** The ETag of an S3 object that was put in one part, without KMS, is the MD5 of its bytes. */
const PLAIN_MD5 = /^[0-9a-f]{32}$/i;

/**
 * Takes over a file that was published just before a crash, or collected by another tool. Reads the whole file, proves it by the text of a
 * sidecar, as deep as if it was fetched, and gives it the ETag and date that a fetch would record: those of a record of the same bytes, else those
 * of the version that is listed or that upstream reports. Equal size and MD5 show that the file is that version. Undefined where that
 * cannot be shown, such as for an ETag that is no plain MD5 (`-N` of several parts), where the file is not sound, or where it changes while it is
 * read: then the object is to be fetched. `contradicted`: it may be that version, but the sidecar is of other bytes, or none.
 */
export async function takeOver(
  { request, standing, sidecar, former, version }: Unrecorded,
  work: ObtainContext,
  signal: AbortSignal,
): Promise<InPlace | 'contradicted' | undefined> {
  const { key, path } = request;
  const expected = digestOrNothing(sidecar, key);
  if (expected === undefined) return 'contradicted';
  const { bytes, mtimeMs } = standing;
  const recorded = former?.sha256 === expected && former.etag !== null ? former : undefined;
  const seen = recorded === undefined ? await version() : 'unrecorded';
  if (seen === 'unknown') return undefined;
  const known = seen === 'unrecorded' ? undefined : seen;
  const md5 = known?.etag?.toLowerCase();
  if (known !== undefined && (known.size !== bytes || md5 === undefined || !canCompare(md5))) {
    return undefined;
  }
  const { etag, lastModified } = recorded ?? known ?? { etag: null, lastModified: null };
  const file = await contentAt(path, standing, work, key, signal);
  try {
    const sums = file && (await sumsOf(file, standing, md5 !== undefined, work, signal));
    if (file === undefined || sums === undefined || (md5 !== undefined && sums.md5 !== md5)) return undefined;
    if (sums.sha256 !== expected) return 'contradicted';
    const beginning = typeof file.content === 'string' ? await beginningOf(file.content) : file.content;
    const suspect = { key, content: file.content, beginning, bytes, sha256: sums.sha256, sidecar };
    const evidence = await prove(suspect, work.means, signal);
    return { ...evidence, mtimeMs, etag, lastModified };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (FAULTS_OF_A_FILE.has(error.code)) return undefined;
    throw error;
  } finally {
    await file?.remove();
  }
}

/** Whether an ETag is an MD5, and this process may compute one. */
function canCompare(etag: string): boolean {
  return PLAIN_MD5.test(etag) && getFips() === 0;
}

/** The bytes of a file, or the path of a large one. */
interface Content {
  readonly content: Uint8Array | string;
  /** Whether it is a copy that was made to read it. */
  readonly isCopy: boolean;
  /** Removes what was made to read it. */
  remove(): Promise<void>;
}

/**
 * What stands at a path of a target: read into memory, or on this machine, to which a large file of a bucket is copied. Undefined where a small
 * file changed while it was read.
 */
async function contentAt(
  path: string,
  standing: TargetFile,
  { target, checker, proving }: ObtainContext,
  key: string,
  signal: AbortSignal,
): Promise<Content | undefined> {
  const remove = async (): Promise<void> => {};
  if (standing.bytes <= IN_MEMORY) {
    const content =
      checker === undefined
        ? await allOf(target, path, signal)
        : await readUnchanged(target.locate(path), standing, signal);
    return content?.length === standing.bytes ? { content, isCopy: false, remove } : undefined;
  }
  if (checker !== undefined) return { content: target.locate(path), isCopy: false, remove };
  const { staging } = await proving();
  const copy = staging.path(key);
  const removeCopy = (): Promise<void> => rm(copy, { force: true });
  try {
    await pipeline(chunksAt(target, path, signal), createWriteStream(copy), { signal });
  } catch (error) {
    await removeCopy();
    throw error;
  }
  return { content: copy, isCopy: true, remove: removeCopy };
}

async function allOf(target: Target, path: string, signal: AbortSignal): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(chunksAt(target, path, signal)));
}

/** Copies of the chunks: those of a target are valid until the next one only. */
async function* chunksAt(target: Target, path: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  for await (const chunk of target.read(path, signal)) yield Buffer.from(chunk);
}

/** Undefined where the file is not, or does not stay, what stood there. A copy has a time of its own. */
async function sumsOf(
  { content, isCopy }: Content,
  { bytes, mtimeMs }: TargetFile,
  md5: boolean,
  { means }: ObtainContext,
  signal: AbortSignal,
): Promise<{ readonly sha256: string | null; readonly md5: string | null } | undefined> {
  if (typeof content !== 'string') {
    return { sha256: hash('sha256', content), md5: md5 ? hash('md5', content) : null };
  }
  const sums = await means.threads.sums({ path: content, hashed: true, md5, spans: [] }, bytes, signal);
  if (sums.read?.bytes !== bytes || (!isCopy && sums.read.mtimeMs !== mtimeMs)) return undefined;
  return sums;
}

function digestOrNothing(sidecar: string, key: string): string | undefined {
  try {
    return publishedDigest(sidecar, key);
  } catch {
    return undefined;
  }
}
