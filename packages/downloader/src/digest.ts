import { createHash, hash } from 'node:crypto';
import { fileChunks } from './file-chunks.ts';

/** SHA-256 of bytes, or of the file at a path, as 64 hex digits. */
export async function sha256Of(content: Buffer | string, signal: AbortSignal): Promise<string> {
  if (typeof content !== 'string') return hash('sha256', content);
  return sha256OfChunks(fileChunks(content, {}, signal));
}

/** SHA-256 of all chunks together, as 64 hex digits. */
export async function sha256OfChunks(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const digest = createHash('sha256');
  for await (const chunk of chunks) digest.update(chunk);
  return digest.digest('hex');
}
