import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EngineSource, engineContract } from '../../../tools/engine-contract.ts';
import { type BatchReport, findS5cmd, type S5cmdOptions, s5cmdEngine } from './index.ts';

async function realS5cmd(): Promise<string> {
  const found = await findS5cmd();
  if (found === undefined) throw new Error('these tests need s5cmd: run "npm run setup"');
  return found.path;
}

const settings = { batchSize: 10, workers: 4, partSizeMb: 50, timeoutSeconds: 6 };

engineContract('s5cmd', async (source) => s5cmdEngine({ ...source, ...settings, binary: await realS5cmd() }));

describe('s5cmd batches', () => {
  test('have at most batchSize lines, and are all reported', async () => {
    await using simulator = await startSimulator({});
    const directory = await mkdtemp(join(tmpdir(), 'tapehaul-batches-'));
    const batches: BatchReport[] = [];
    const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'ap-northeast-1' };
    const onBatch = (batch: BatchReport) => batches.push(batch);
    const engine = s5cmdEngine({ ...source, ...settings, binary: await realS5cmd(), onBatch });
    const days = Array.from({ length: 24 }, (_, index) => `2025-07-${String(index + 1).padStart(2, '0')}`);
    const get = (day: string) => {
      const key = `data/spot/daily/klines/BTCUSDT/1d/BTCUSDT-1d-${day}.zip`;
      return engine.get({ key, path: join(directory, day) }, new AbortController().signal);
    };
    await Promise.all(days.map(get));
    await expect(get('absent')).rejects.toMatchObject({ code: 'not_found' });
    await engine.close();
    expect(batches).toMatchObject([
      { transfers: 10, succeeded: 10, failed: 0 },
      { transfers: 10, succeeded: 10, failed: 0 },
      { transfers: 4, succeeded: 4, failed: 0 },
      { transfers: 1, succeeded: 0, failed: 1 },
    ]);
    await rm(directory, { recursive: true });
  });
});

describe('an s5cmd that cannot be trusted', () => {
  let directory = '';
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'tapehaul-fake-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  /** An engine over a shell script that stands in for s5cmd; the batch file is its last argument. */
  async function fake(script: string, more: Partial<S5cmdOptions> = {}) {
    const binary = join(directory, 's5cmd');
    await writeFile(binary, `#!/bin/sh\nfor batch; do :; done\n${script}\n`);
    await chmod(binary, 0o755);
    const source: EngineSource = { endpoint: 'http://127.0.0.1:1', bucket: 'b', region: 'r' };
    return s5cmdEngine({ ...source, ...settings, binary, ...more });
  }
  const get = (engine: ReturnType<typeof s5cmdEngine>, key = 'k') =>
    engine.get({ key, path: join(directory, key) }, new AbortController().signal);
  /** Shell code that reports the file `k` beside the program as fetched, with a size of 5 bytes. */
  const success = `file=$(dirname "$0")/k
    echo '{"operation":"cp","success":true,"source":"s3://b/k","destination":"'$file'","object":{"size":5}}'`;

  test.each([
    ['says nothing and exits with 0', 'exit 0', 'no_result'],
    ['says nothing and exits with 1', 'exit 1', 'no_result'],
    ['panics', 'echo "panic: runtime error" >&2; exit 2', 'engine_crashed'],
    ['is killed', 'kill -9 $$', 'engine_crashed'],
    ['hangs', 'exec sleep 60', 'stalled'],
    ['prints junk', 'echo "NAME: s5cmd"; echo "{\\"operation\\":1}"; echo "{"; exit 0', 'no_result'],
    ['tells of another file', `echo '{"command":"cp s3://b/z /z","error":"EOF"}' >&2; exit 1`, 'no_result'],
  ])('that %s fails its transfers', async (_, script, code) => {
    const engine = await fake(script, { timeoutSeconds: 0.3 });
    await expect(get(engine)).rejects.toMatchObject({ code });
    await engine.close();
  });

  test.each([
    ['is not there', success],
    ['has another size', `printf 123 > "$(dirname "$0")/k"; ${success}`],
  ])('that reports success for a file that %s is not believed', async (_, script) => {
    const engine = await fake(script);
    await expect(get(engine)).rejects.toMatchObject({ code: 'no_result', facts: { reported: 5 } });
    await engine.close();
  });

  test('that is missing is unavailable', async () => {
    const source = { endpoint: 'http://127.0.0.1:1', bucket: 'b', region: 'r' };
    const engine = s5cmdEngine({ ...source, ...settings, binary: join(directory, 'nothing') });
    await expect(get(engine)).rejects.toMatchObject({ code: 'engine_unavailable' });
    await engine.close();
  });

  test('gets no AWS or S3 variables', async () => {
    const engine = await fake(`env > "$(dirname "$0")/env"`);
    process.env.S3_ENDPOINT_URL = 'http://elsewhere.example';
    process.env.AWS_PROFILE = 'work';
    await get(engine).catch(() => {});
    delete process.env.S3_ENDPOINT_URL;
    delete process.env.AWS_PROFILE;
    await engine.close();
    const names = (await readFile(join(directory, 'env'), 'utf8'))
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names).not.toContain('S3_ENDPOINT_URL');
    expect(names).not.toContain('AWS_PROFILE');
    expect(names).toContain('AWS_REGION');
  });
});
