import { type FileHandle, open } from 'node:fs/promises';

/** Bytes read at once. */
const CHUNK = 2 ** 20;

/** A part of a file, in bytes; the whole file by default. */
export interface FileSpan {
  readonly start?: number;
  /** Behind the last byte. */
  readonly end?: number;
}

/** {@link chunksOf} the file at a path. */
export async function* fileChunks(
  path: string,
  span: FileSpan,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const file = await open(path);
  try {
    yield* chunksOf(file, span, signal);
  } finally {
    await file.close();
  }
}

/**
 * The bytes of an open file, a mebibyte at a time. All chunks share one buffer: each is valid until the next one is
 * requested. That is several times faster for large files than a stream, which allocates each chunk anew.
 */
export async function* chunksOf(
  file: FileHandle,
  { start = 0, end = Number.POSITIVE_INFINITY }: FileSpan,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  const buffer = Buffer.allocUnsafe(CHUNK);
  for (let at = start; at < end; ) {
    signal.throwIfAborted();
    const { bytesRead } = await file.read(buffer, 0, Math.min(CHUNK, end - at), at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
