import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { Engine, Received, Transfer } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import pLimit from 'p-limit';
import { classify } from './classify.ts';
import { anonymousClient, type S3Source } from './client.ts';

/** How the S3 engine works. */
export interface S3Options extends S3Source {
  /** Parallel transfers. */
  readonly concurrency: number;
  /** Longest time without a byte, in seconds. */
  readonly timeoutSeconds: number;
}

/** The S3 engine: one GET for each object through the AWS SDK, anonymous, streamed to disk. */
export function s3Engine(options: S3Options): Engine {
  const idleMs = options.timeoutSeconds * 1_000;
  const timeouts = { connectMs: Math.min(idleMs, 10_000), idleMs };
  const client = anonymousClient(options, timeouts, options.concurrency);
  const limit = pLimit(options.concurrency);
  const closed = new AbortController();

  async function receive({ key, path }: Transfer, abortSignal: AbortSignal): Promise<Received> {
    const answer = await client.send(new GetObjectCommand({ Bucket: options.bucket, Key: key }), {
      abortSignal,
    });
    if (!(answer.Body instanceof Readable)) throw new TapehaulError('internal', `${key}: no body came`);
    const file = createWriteStream(path, { flags: 'wx' });
    await pipeline(answer.Body, file, { signal: abortSignal });
    if (answer.ContentLength !== undefined && answer.ContentLength !== file.bytesWritten) {
      throw new TapehaulError(
        'truncated',
        `${key}: ${file.bytesWritten} of ${answer.ContentLength} bytes came`,
        {
          facts: { key, expected: answer.ContentLength, found: file.bytesWritten },
        },
      );
    }
    return { bytes: file.bytesWritten, etag: answer.ETag?.replaceAll('"', '') ?? null };
  }

  return {
    name: 's3',
    capacity: options.concurrency,
    get(transfer, signal) {
      const wanted = AbortSignal.any([signal, closed.signal]);
      return limit(async () => {
        if (wanted.aborted) throw stoppedBy(wanted);
        try {
          return await receive(transfer, wanted);
        } catch (thrown) {
          await rm(transfer.path, { force: true });
          if (wanted.aborted) throw stoppedBy(wanted);
          throw classify(transfer.key, thrown);
        }
      });
    },
    async close() {
      closed.abort();
      client.destroy();
    },
  };
}
