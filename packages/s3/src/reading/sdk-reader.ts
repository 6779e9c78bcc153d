import { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { TapehaulError } from '@tapehaul/errors';
import { contentRange } from '../answers/content-range.ts';
import type { ObjectReader } from '../answers/object-reader.ts';
import { requestError } from '../answers/request-error.ts';
import { unrequestedPart } from '../answers/wrong-answers.ts';
import { awsSdk } from '../connections/aws-sdk.ts';

/**
 * Reads through the AWS SDK, signed with whatever credentials the client has. The client is made when it is
 * first needed, since loading the SDK takes a quarter of a second.
 */
export function sdkReader(
  bucket: string,
  sockets: number,
  makeClient: () => Promise<S3Client>,
): ObjectReader {
  let making: Promise<S3Client> | undefined;
  return {
    shortAtOnce: sockets,
    async read(key, { range, ifMatch }, sink, signal) {
      try {
        const { GetObjectCommand } = await awsSdk();
        making ??= makeClient();
        const client = await making;
        const command = new GetObjectCommand({
          Bucket: bucket,
          Key: key,
          Range: range === undefined ? undefined : `bytes=${range.from}-${range.to}`,
          IfMatch: ifMatch === undefined ? undefined : `"${ifMatch}"`,
        });
        const { Body, ContentLength, ContentRange, ETag, LastModified, $metadata } = await client.send(
          command,
          { abortSignal: signal },
        );
        if (!(Body instanceof Readable)) throw new TapehaulError('internal', `${key}: no body came`);
        try {
          if ($metadata.httpStatusCode === 206 && range === undefined) throw unrequestedPart(key);
          sink.start({
            length: ContentLength ?? null,
            etag: ETag?.replaceAll('"', '') ?? null,
            lastModified: LastModified?.toISOString() ?? null,
            part: contentRange(ContentRange),
            shared: false,
          });
          for await (const chunk of Body) {
            signal.throwIfAborted();
            const taken = sink.data(chunk as Buffer);
            if (taken === 'enough') break;
            if (taken !== 'more') await taken;
          }
        } finally {
          // What is not wanted does not come: its connection is closed.
          Body.destroy();
        }
      } catch (thrown) {
        signal.throwIfAborted();
        throw requestError(key, thrown, signal);
      }
    },
    async close() {
      (await making?.catch(() => undefined))?.destroy();
    },
  };
}
