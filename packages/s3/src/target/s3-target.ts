import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { sidecarKey } from '@tapehaul/archive';
import type { Arrived, TargetFile } from '@tapehaul/downloader';
import { stoppedBy, TapehaulError } from '@tapehaul/errors';
import { networkOf } from '@tapehaul/network';
import pLimit from 'p-limit';
import { throughProxy } from '../answers/through-proxy.ts';
import { awsSdk } from '../connections/aws-sdk.ts';
import { checkOptions, type OptionNames } from '../connections/check-options.ts';
import type { BucketFile, BucketTarget } from './bucket-target.ts';
import { fromMetadata, type KeptProof } from './kept-proof.ts';
import { AWS, storageClient } from './target-client.ts';
import { storageError } from './target-errors.ts';
import type { S3TargetOptions } from './target-options.ts';
import { inParts, PARTS_AT_ONCE, putInParts, putWhole } from './target-put.ts';

/** Large files that go up at once, each in several parts. */
const LARGE_AT_ONCE = 4;

const OPTIONS: OptionNames<S3TargetOptions> = {
  bucket: true,
  prefix: true,
  endpoint: true,
  region: true,
  credentials: true,
  concurrency: true,
  timeoutSeconds: true,
  network: true,
};

/**
 * A bucket as target: a file exists whole or not at all, and once it exists, it is durable. The server checks
 * the SHA-256 of what it is given, which stays with each zip as metadata, so that finding it needs no content.
 * Credentials come from the SDK's chain. Staged files are removed, whether or not `publish` succeeds.
 *
 * Beside the errors of a `Target`: `bucket_not_found`, and `access_denied` also when no credentials are
 * found. `close` waits for what is in progress. Throws `config_invalid` for options that cannot be.
 */
export function s3Target(options: S3TargetOptions): BucketTarget {
  checkOptions('s3Target', options, OPTIONS);
  const { bucket, prefix = '', concurrency, network = networkOf() } = options;
  const limit = pLimit(concurrency);
  const largeLimit = pLimit(LARGE_AT_ONCE);
  const inProgress = new Set<Promise<unknown>>();
  let making: Promise<S3Client> | undefined;
  let bucketSeen = false;

  const keyOf = (path: string): string => [prefix, path].filter((name) => name !== '').join('/');
  const locate = (path: string): string => `s3://${bucket}/${keyOf(path)}`;
  const client = (): Promise<S3Client> => {
    making ??= storageClient({ ...options, network }, concurrency + LARGE_AT_ONCE * PARTS_AT_ONCE);
    return making;
  };

  const failed = (path: string, thrown: unknown): TapehaulError =>
    throughProxy(storageError(locate(path), thrown), network, options.endpoint ?? AWS);

  /** Runs requests about a path in their turn. Rejects with a TapehaulError. */
  function send<Answer>(
    path: string,
    signal: AbortSignal | undefined,
    request: (client: S3Client) => Promise<Answer>,
    turn = limit,
  ): Promise<Answer> {
    const asking = turn(async () => {
      if (signal?.aborted) throw stoppedBy(signal);
      try {
        return await request(await client());
      } catch (thrown) {
        throw signal?.aborted ? stoppedBy(signal) : failed(path, thrown);
      }
    });
    const settled = asking.catch(() => {}).finally(() => inProgress.delete(settled));
    inProgress.add(settled);
    return asking;
  }

  async function head(
    one: S3Client,
    path: string,
    abort: { abortSignal?: AbortSignal },
  ): Promise<HeadObjectCommandOutput | undefined> {
    const { HeadObjectCommand, ListObjectsV2Command } = await awsSdk();
    const Key = keyOf(path);
    try {
      return await one.send(new HeadObjectCommand({ Bucket: bucket, Key }), abort);
    } catch (thrown) {
      if (!isMissing(thrown)) throw thrown;
    }
    // A HEAD has the same answer when the bucket or the user is missing; a listing distinguishes them.
    if (!bucketSeen)
      await one.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key, MaxKeys: 1 }), abort);
    bucketSeen = true;
    return undefined;
  }

  async function findObject(path: string, signal?: AbortSignal): Promise<TargetFile | undefined> {
    const abort = signal === undefined ? {} : { abortSignal: signal };
    const found = await send(path, signal, (one) => head(one, path, abort));
    if (found === undefined) return undefined;
    const kept = fromMetadata(found.Metadata);
    const bytes = found.ContentLength ?? 0;
    return { bytes, mtimeMs: kept?.publishedMs ?? 0, sha256: kept?.sha256 ?? null };
  }

  function put(file: Arrived, path: string, proof: KeptProof | null, signal: AbortSignal): Promise<void> {
    const to = { Bucket: bucket, Key: keyOf(path), proof };
    return inParts(file)
      ? send(path, signal, (one) => putInParts(one, file, to, signal), largeLimit)
      : send(path, signal, (one) => putWhole(one, file, to, signal));
  }

  function remove(path: string, signal: AbortSignal): Promise<void> {
    return send(path, signal, async (one) => {
      const { DeleteObjectCommand } = await awsSdk();
      await one.send(new DeleteObjectCommand({ Bucket: bucket, Key: keyOf(path) }), { abortSignal: signal });
    });
  }

  async function* list(
    beginning: string,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly BucketFile[], void, undefined> {
    const { ListObjectsV2Command } = await awsSdk();
    const above = prefix === '' ? '' : `${prefix}/`;
    const query = { Bucket: bucket, Prefix: above + beginning };
    for (let token: string | undefined; ; ) {
      const command = new ListObjectsV2Command({ ...query, ContinuationToken: token });
      const page = await send(beginning, signal, (one) =>
        one.send(command, signal === undefined ? {} : { abortSignal: signal }),
      );
      yield (page.Contents ?? []).map(({ Key = '', Size = 0 }) => ({
        path: Key.slice(above.length),
        bytes: Size,
      }));
      token = page.NextContinuationToken;
      if (token === undefined) return;
    }
  }

  /** Copies an object within the bucket, with its metadata; one that is missing is left out. */
  async function copy(from: string, to: string, signal: AbortSignal): Promise<void> {
    if ((await findObject(from, signal)) === undefined) return;
    await send(from, signal, async (one) => {
      const { CopyObjectCommand } = await awsSdk();
      const CopySource = [bucket, ...keyOf(from).split('/')].map(encodeURIComponent).join('/');
      const command = new CopyObjectCommand({ Bucket: bucket, Key: keyOf(to), CopySource });
      await one.send(command, { abortSignal: signal });
    });
  }

  return {
    locate,
    find: (path) => findObject(path),
    async *read(path, signal) {
      const body = await send(path, signal, async (one) => {
        const { GetObjectCommand } = await awsSdk();
        const command = new GetObjectCommand({ Bucket: bucket, Key: keyOf(path) });
        const { Body } = await one.send(command, { abortSignal: signal });
        if (Body instanceof Readable) return Body;
        throw new TapehaulError('internal', `${locate(path)}: no body came`);
      });
      try {
        for await (const chunk of body) yield chunk;
      } catch (thrown) {
        throw signal.aborted ? stoppedBy(signal) : failed(path, thrown);
      }
    },
    async publish({ zip, sidecar }, path, { sha256, replaces }, signal) {
      const beside = sidecarKey(path);
      const proof = { sha256, publishedMs: Date.now() };
      try {
        if (replaces) await put(zip, path, proof, signal);
        if (sidecar === null) await remove(beside, signal);
        else await put(sidecar, beside, null, signal);
        if (!replaces) await put(zip, path, proof, signal);
      } finally {
        await Promise.all([discard(zip), discard(sidecar)]);
      }
      return { bytes: zip.kind === 'file' ? zip.size : zip.bytes.length, mtimeMs: proof.publishedMs, sha256 };
    },
    async keep(path, as, signal) {
      await copy(path, as, signal);
      await copy(sidecarKey(path), sidecarKey(as), signal);
    },
    async remove(path, signal) {
      await remove(path, signal);
      await remove(sidecarKey(path), signal);
    },
    async publishSidecar(sidecar, path, signal) {
      await put(sidecar, sidecarKey(path), null, signal).finally(() => discard(sidecar));
    },
    durable: async () => {},
    put: (file, path, sha256, signal) => put(file, path, { sha256, publishedMs: Date.now() }, signal),
    list,
    async close() {
      await Promise.all(inProgress);
      (await making?.catch(() => undefined))?.destroy();
    },
  };
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'NotFound';
}

async function discard(file: Arrived | null): Promise<void> {
  if (file?.kind === 'file') await rm(file.path, { force: true });
}
