import { createHash, hash } from 'node:crypto';
import pLimit from 'p-limit';
import { digestInThread } from './digest-thread.ts';
import { fileChunks } from './file-chunks.ts';

/** Files from this size on, in bytes, are worth a thread, whose start costs what some 20 MB do. */
const WORTH_A_THREAD = 32 * 2 ** 20;
/** Threads at once: the engines want their share of the machine. */
const THREADS = 2;
const limit = pLimit(THREADS);

/**
 * SHA-256 of bytes, or of the file of that size at a path, as 64 hex digits. A large file is read by a thread
 * of its own where one is available.
 */
export async function sha256Of(
  content: Uint8Array | string,
  bytes: number,
  signal: AbortSignal,
): Promise<string> {
  if (typeof content !== 'string') return hash('sha256', content);
  const here = (): Promise<string> => sha256OfChunks(fileChunks(content, {}, signal));
  if (bytes < WORTH_A_THREAD) return here();
  // Whatever hinders a thread, the same read here succeeds, or fails as it does for any other file.
  return limit(() => {
    signal.throwIfAborted();
    return digestInThread(content, signal).catch(here);
  });
}

/** SHA-256 of all chunks together, as 64 hex digits. */
export async function sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
}
