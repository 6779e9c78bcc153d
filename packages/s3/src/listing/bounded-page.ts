import type { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type LowSpeed, tooSlow } from '@tapehaul/downloader';
import { isSdkAnswer } from '../answers/bound-errors.ts';
import { tooLongPage } from './listing-errors.ts';

/** Longest page that is read, in bytes: several times what 1,000 keys of the longest kind need. */
const PAGE_BYTES: number = 8 * 2 ** 20;

/** What the SDK parses in place of the page, which is read here: it would read a page of any length into memory. */
const NOTHING_LISTED = Buffer.from('<ListBucketResult></ListBucketResult>');

/**
 * Takes the page of a command out of its answer, counting its bytes: at most that many are read, and not more slowly than the
 * limit. Gives the function that returns the page once the command has succeeded. Signing, retries and error documents stay
 * with the SDK.
 */
export function takePage(command: ListObjectsV2Command, prefix: string, lowSpeed: LowSpeed): () => Buffer {
  let page: Buffer = Buffer.alloc(0);
  command.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (!isSdkAnswer(response)) return result;
      if (response.body instanceof Uint8Array) return result;
      const body = await readBounded(response.body, prefix, lowSpeed);
      if (response.statusCode === 200) {
        page = body;
        response.body = NOTHING_LISTED;
      } else response.body = body;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'boundedPage', override: true },
  );
  return () => page;
}

async function readBounded(
  body: AsyncIterable<Uint8Array>,
  prefix: string,
  lowSpeed: LowSpeed,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let span = { at: performance.now(), bytes: 0 };
  // Leaving the loop closes the connection.
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > PAGE_BYTES) throw tooLongPage(prefix, PAGE_BYTES);
    chunks.push(chunk);
    const now = performance.now();
    if (now - span.at < lowSpeed.seconds * 1_000) continue;
    const came = bytes - span.bytes;
    if (came < lowSpeed.bytesPerSecond * lowSpeed.seconds) {
      throw tooSlow(`listing of ${prefix}`, came, (now - span.at) / 1_000, lowSpeed);
    }
    span = { at: now, bytes };
  }
  return Buffer.concat(chunks);
}
