import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type Simulator, startSimulator } from '@tapehaul/archive-simulator';
import { findS5cmd } from '@tapehaul/s5cmd';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** Whether a program answers; `.ci/run` installs rclone and aws, a developer may lack them. */
const has = async (program: string, ...args: string[]): Promise<boolean> =>
  (await execa(program, args, { reject: false })).exitCode === 0;
const rclone = await has('rclone', 'version');
const aws = await has('aws', '--version');

describe('the archive simulator answers', () => {
  const prefix = 'data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-2025-07-0';
  let simulator: Simulator;
  let directory = '';
  let expected: string[] = [];

  beforeAll(async () => {
    simulator = await startSimulator();
    directory = await mkdtemp(join(tmpdir(), 'tapehaul-clients-'));
    expected = Array.from({ length: 9 }, (_, index) => `${prefix}${index + 1}.zip`);
  });
  afterAll(async () => {
    await simulator.close();
    await rm(directory, { recursive: true });
  });

  const original = async (key: string): Promise<Buffer> =>
    Buffer.from(await (await fetch(`${simulator.url}/${simulator.bucket}/${key}`)).arrayBuffer());

  test('the AWS SDK', async () => {
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const client = new S3Client({
      endpoint: simulator.url,
      region: 'any',
      forcePathStyle: true,
      credentials,
    });
    const { Contents = [] } = await client.send(
      new ListObjectsV2Command({ Bucket: simulator.bucket, Prefix: prefix }),
    );
    expect(Contents.flatMap(({ Key = '' }) => (Key.endsWith('.zip') ? [Key] : []))).toEqual(expected);
    client.destroy();
  });

  test('s5cmd', async () => {
    const s5cmd = (await findS5cmd())?.path ?? 's5cmd';
    const global = ['--no-sign-request', '--endpoint-url', simulator.url];
    const env = { AWS_REGION: 'any' };
    const { stdout } = await execa(s5cmd, [...global, 'ls', `s3://${simulator.bucket}/${prefix}*.zip`], {
      env,
    });
    expect(stdout.split('\n')).toHaveLength(9);
    const target = join(directory, 's5cmd');
    await execa(s5cmd, [...global, 'cp', `s3://${simulator.bucket}/${prefix}*`, `${target}/`], { env });
    expect(await readFile(join(target, 'BTCUSDT-1d-2025-07-01.zip'))).toEqual(
      await original(`${prefix}1.zip`),
    );
  });

  test.runIf(rclone)('rclone', async () => {
    const config = join(directory, 'rclone.conf');
    await writeFile(config, `[a]\ntype = s3\nprovider = Other\nendpoint = ${simulator.url}\n`);
    const folder = `a:${simulator.bucket}/data/spot/daily/klines/BTCUSDT/1d`;
    const filter = ['--config', config, '--include', 'BTCUSDT-1d-2025-07-0*'];
    await execa('rclone', ['copy', folder, join(directory, 'rclone'), ...filter]);
    const { exitCode } = await execa('sh', ['-c', 'sha256sum --quiet -c *.zip.CHECKSUM'], {
      cwd: join(directory, 'rclone'),
    });
    expect(exitCode).toBe(0);
    const copied = await readFile(join(directory, 'rclone', 'BTCUSDT-1d-2025-07-09.zip'));
    expect(copied).toEqual(await original(`${prefix}9.zip`));
  });

  test.runIf(aws)('the aws command', async () => {
    const global = ['--no-sign-request', '--endpoint-url', simulator.url, 's3'];
    const { stdout } = await execa('aws', [...global, 'ls', `s3://${simulator.bucket}/${prefix}`]);
    expect(stdout.split('\n')).toHaveLength(18);
    const target = join(directory, 'aws.zip');
    await execa('aws', [...global, 'cp', `s3://${simulator.bucket}/${prefix}1.zip`, target]);
    expect(await readFile(target)).toEqual(await original(`${prefix}1.zip`));
  });
});
