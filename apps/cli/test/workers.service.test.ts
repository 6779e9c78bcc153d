import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startVersitygw } from '@tapehaul/testkit/services';
import { expect, test } from 'vitest';
import { directory, output, serve, simulator, startCommand } from './collection.ts';
import { workerProcesses } from './fleet-run.ts';
import { begin, end, start } from './fleet-workers.ts';

test.each(['s3', 's5cmd'])(
  'two workers put the files of a run into a bucket over %s, each once, without the output directory',
  { timeout: 240_000 },
  async (engine) => {
    await serve();
    await using gateway = await startVersitygw();
    await gateway.createBucket('lake');
    const { url: endpoint, region, accessKeyId, secretAccessKey } = gateway;
    const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    Object.assign(process.env, env);
    try {
      const storage = { type: 's3', bucket: 'lake', prefix: 'raw', endpoint, region };
      const more = { engine, use_cloud_storage: true, storage, symbols: ['BTCUSDT', 'ETHUSDT'] };
      const run = await begin(`bucket_${engine}`, more);
      const staging = join(directory, 'staging');
      const workers = [
        start(['--slots', '1', '--staging', staging]),
        start(['--slots', '1', '--staging', staging]),
      ];
      expect(await run.result).toMatchObject({ status: 'completed', proved_files: 2_190 });
      for (const { lines } of workers) {
        expect(lines).toContainEqual(expect.objectContaining({ kind: 'worker_batch', outcome: 'done' }));
      }
      expect(simulator.requests.count({ key: /\.zip$/, method: 'GET' })).toBe(2_190);
      expect(globSync('raw/bronze/**/*.zip', { cwd: join(gateway.root, 'lake') })).toHaveLength(2_190);
      expect(globSync('bronze/**/*.zip', { cwd: output })).toEqual([]);
      const verified = await startCommand(['verify', output]);
      expect(verified).toMatchObject({
        exitCode: 0,
        stdout: expect.stringContaining('2,190 intact, 0 changed'),
      });
      await end();
      expect(globSync('**/*.zip', { cwd: staging })).toEqual([]);
      expect(workerProcesses()).toEqual([]);
      await rm(staging, { recursive: true, force: true });
    } finally {
      for (const name of Object.keys(env)) delete process.env[name];
    }
  },
);
