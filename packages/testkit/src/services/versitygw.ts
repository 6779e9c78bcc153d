import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import { execa } from 'execa';
import { type BucketOptions, createBucket } from './bucket.ts';
import { findProgram } from './go-program.ts';
import { freePort, untilListening } from './port.ts';
import { started } from './ready.ts';

const MAIN = 'github.com/versity/versitygw/cmd/versitygw';
const VERSION = '1.8.0';
const REGION = 'us-east-1';

/** A running versitygw: an S3 server that is not ours, over a folder of this machine. */
export interface Versitygw extends AsyncDisposable {
  /** Address, `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** Credentials of its one account, which may do everything. */
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  /** Folder whose folders are the buckets. */
  readonly root: string;
  /** Its process. */
  readonly pid: number;
  createBucket(name: string, options?: BucketOptions): Promise<void>;
  /** Ends the process, waits for its end, and removes the folder unless it was given. */
  close(): Promise<void>;
}

/**
 * Path of the versitygw program: `VERSITYGW` from the environment, else built with Go once. Throws an Error
 * that says what is missing when neither is possible.
 */
async function findVersitygw(env: NodeJS.ProcessEnv = process.env): Promise<string> {
  return findProgram({ main: MAIN, version: VERSION }, 'VERSITYGW', env);
}

/**
 * Starts versitygw on a free loopback port and waits until it answers. Without `root` it serves an empty
 * folder that `close()` removes; with it that folder, made if missing, whose buckets, objects and ETags stay
 * for the next start. Rejects with what the program said when it does not come up.
 */
export async function startVersitygw(options: { readonly root?: string } = {}): Promise<Versitygw> {
  const program = await findVersitygw();
  const port = await freePort();
  const root = options.root ?? (await mkdtemp(join(tmpdir(), 'tapehaul-versitygw-')));
  await mkdir(root, { recursive: true });
  const credentials = {
    accessKeyId: randomBytes(8).toString('hex'),
    secretAccessKey: randomBytes(16).toString('hex'),
  };
  const keys = ['--access', credentials.accessKeyId, '--secret', credentials.secretAccessKey];
  const address = ['--port', `127.0.0.1:${port}`, '--region', REGION];
  const gateway = execa(program, [...keys, ...address, '-q', '--keep-alive', 'posix', root], {
    stdin: 'ignore',
    reject: false,
  });
  const url = `http://127.0.0.1:${port}`;
  const client = new S3Client({ endpoint: url, region: REGION, forcePathStyle: true, credentials });

  async function close(): Promise<void> {
    client.destroy();
    gateway.kill();
    await gateway;
    if (options.root === undefined) await rm(root, { recursive: true, force: true });
  }

  try {
    await started('versitygw', gateway, (signal) => untilListening(port, signal));
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    ...credentials,
    region: REGION,
    root,
    pid: gateway.pid ?? 0,
    createBucket: (name, wanted) => createBucket(client, name, wanted),
    close,
    [Symbol.asyncDispose]: close,
  };
}
