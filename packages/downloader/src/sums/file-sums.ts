import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { type ContentSum, sumOf, sumOfInflated } from './content-sum.ts';
import { chunksOf } from './file-chunks.ts';
import { type FileState, isUnchanged } from './unchanged.ts';

/** Where the data of an entry lies in a zip, and how it is packed. */
export interface DataSpan {
  /** Offset of the first byte, and the one behind the last. */
  readonly start: number;
  readonly end: number;
  /** Whether it is deflated; else it is stored. */
  readonly deflated: boolean;
  /** Once more bytes than this have come out, no further ones need to. */
  readonly most: number;
}

/** What is to be found out of a file. */
export interface FileJob {
  readonly path: string;
  /** Whether its SHA-256 is wanted. */
  readonly hashed: boolean;
  /** Whether its MD5 is wanted; false by default. */
  readonly md5?: boolean;
  /** Entries whose content is to be summed. */
  readonly spans: readonly DataSpan[];
}

/** What came out of an entry, or why nothing does: zlib's message. */
export type SpanSum = ContentSum | { readonly broken: string };

/** What was found out of a file. */
export interface FileSums {
  /** 64 hex digits; null when it was not wanted. */
  readonly sha256: string | null;
  /** 32 hex digits; null when it was not wanted. */
  readonly md5: string | null;
  /** In the order of the spans. */
  readonly contents: readonly SpanSum[];
  /** What the file was from before it was read until after; null when it changed meanwhile. */
  readonly read: FileState | null;
}

/** Takes the sums on this thread. Rejects with the error of the file system, and once the signal aborts. */
export async function sumsHere(job: FileJob, signal: AbortSignal): Promise<FileSums> {
  const { path, hashed, md5: wantsMd5 = false, spans } = job;
  const file = await open(path);
  try {
    const before = await file.stat();
    const hashes = { sha256: hashed ? createHash('sha256') : null, md5: wantsMd5 ? createHash('md5') : null };
    let bytes = 0;
    if (hashed || wantsMd5) {
      for await (const chunk of chunksOf(file, {}, signal)) {
        hashes.sha256?.update(chunk);
        hashes.md5?.update(chunk);
        bytes += chunk.length;
      }
    } else bytes = before.size;
    const contents: SpanSum[] = [];
    for (const span of spans) contents.push(await spanSum(chunksOf(file, span, signal), span, signal));
    const isSame = bytes === before.size && isUnchanged(before, await file.stat());
    return {
      sha256: hashes.sha256?.digest('hex') ?? null,
      md5: hashes.md5?.digest('hex') ?? null,
      contents,
      read: isSame ? { bytes, mtimeMs: before.mtimeMs } : null,
    };
  } finally {
    await file.close();
  }
}

/** What comes out of chunks that are packed as a span says. Rejects as {@link sumsHere} does. */
export async function spanSum(
  chunks: AsyncIterable<Uint8Array>,
  { deflated, most }: Pick<DataSpan, 'deflated' | 'most'>,
  signal: AbortSignal,
): Promise<SpanSum> {
  try {
    return await (deflated ? sumOfInflated(chunks, most) : sumOf(chunks));
  } catch (cause) {
    if (signal.aborted || isSystemError(cause)) throw cause;
    return { broken: cause instanceof Error ? cause.message : String(cause) };
  }
}

/** An error of the file system, which says nothing of the file's content. */
export function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** SHA-256 of all chunks together, as 64 hex digits. */
export async function sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
}
