import { createHash } from 'node:crypto';
import { type ContentSum, sumOf, sumOfInflated } from './content-sum.ts';
import { fileChunks } from './file-chunks.ts';

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
}

/** Takes the sums on this thread. Rejects with the error of the file system, and once the signal aborts. */
export async function sumsHere(job: FileJob, signal: AbortSignal): Promise<FileSums> {
  const { path, hashed, md5: wantsMd5 = false, spans } = job;
  const sha256 = hashed ? await digestOfChunks('sha256', fileChunks(path, {}, signal)) : null;
  const md5 = wantsMd5 ? await digestOfChunks('md5', fileChunks(path, {}, signal)) : null;
  const contents: SpanSum[] = [];
  for (const span of spans) contents.push(await spanSum(fileChunks(path, span, signal), span, signal));
  return { sha256, md5, contents };
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
export function sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  return digestOfChunks('sha256', chunks);
}

async function digestOfChunks(
  algorithm: 'sha256' | 'md5',
  chunks: AsyncIterable<Uint8Array>,
): Promise<string> {
  const digest = createHash(algorithm);
  for await (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
}
