import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import type { Arrived } from '@tapehaul/downloader';
import { awsSdk } from '../connections/aws-sdk.ts';
import { type KeptProof, toMetadata } from './kept-proof.ts';
import { provedBytes } from './target-hash.ts';

/** Files above this size go up in parts, in bytes. */
const PARTS_ABOVE = 16 * 2 ** 20;
const PART_BYTES = 8 * 2 ** 20;
/** Parts of one file in progress at once, each held in memory. */
export const PARTS_AT_ONCE = 4;

/** Whether a file goes up in parts. */
export function inParts(file: Arrived): file is Extract<Arrived, { kind: 'file' }> {
  return file.kind === 'file' && file.size > PARTS_ABOVE;
}

/** Where a file goes, and what was proved of it, if that was. */
export interface StoredAt {
  readonly Bucket: string;
  readonly Key: string;
  readonly proof: KeptProof | null;
}

/**
 * Puts a file with one request. The server compares the bytes with the digest that was proved, so that what
 * went wrong since, on the disk or on the way, is refused.
 */
export async function putWhole(
  client: S3Client,
  file: Arrived,
  { Bucket, Key, proof }: StoredAt,
  signal: AbortSignal,
): Promise<void> {
  const { PutObjectCommand } = await awsSdk();
  const Body = file.kind === 'memory' ? file.bytes : await readFile(file.path, { signal });
  const checked: Partial<PutObjectCommandInput> =
    proof === null
      ? { ChecksumAlgorithm: 'SHA256' }
      : { ChecksumSHA256: Buffer.from(proof.sha256, 'hex').toString('base64'), Metadata: toMetadata(proof) };
  await client.send(new PutObjectCommand({ Bucket, Key, Body, ...checked }), { abortSignal: signal });
}

/**
 * Puts a large file in parts, each with a checksum of its own; the whole is hashed on its way, and appears
 * only if it has the digest that was proved. When anything fails, or the signal aborts, the parts are removed
 * before this rejects.
 */
export async function putInParts(
  client: S3Client,
  { path, size }: Extract<Arrived, { kind: 'file' }>,
  { Bucket, Key, proof }: StoredAt,
  signal: AbortSignal,
): Promise<void> {
  const { Upload } = await import('@aws-sdk/lib-storage');
  const upload = new Upload({
    client: await stoppable(client, signal),
    params: {
      Bucket,
      Key,
      Body: Readable.from(provedBytes(path, proof?.sha256 ?? null), { objectMode: false }),
      ContentLength: size,
      ...(proof === null ? {} : { Metadata: toMetadata(proof) }),
    },
    partSize: PART_BYTES,
    queueSize: PARTS_AT_ONCE,
    leavePartsOnError: false,
  });
  await upload.done();
}

/**
 * The client, whose parts stop with the signal; requests that begin, finish or remove an upload do not, for
 * their outcome would be unknown. The way to abort that `Upload` has rejects before the parts are removed.
 */
async function stoppable(client: S3Client, signal: AbortSignal): Promise<S3Client> {
  const { UploadPartCommand } = await awsSdk();
  const send = (command: Parameters<S3Client['send']>[0]): Promise<unknown> =>
    client.send(command, command instanceof UploadPartCommand ? { abortSignal: signal } : {});
  return Object.create(client, { send: { value: send } });
}
