import { mkdtemp, mkdtempDisposable, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@tapehaul/archive-simulator';
import { engineContract } from '@tapehaul/downloader/contract';
import { startSmallArchive } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import { directory, fakeEngine, getInto, modes, nowhere, settings } from '../test/fake-engine.ts';
import { fakeS5cmd } from '../test/fake-s5cmd.ts';
import { realS5cmd } from '../test/real-s5cmd.ts';
import { type BatchReport, type S5cmdOptions, s5cmdEngine } from './index.ts';

for (const mode of modes) {
  engineContract(
    `s5cmd ${mode}`,
    async (source) => s5cmdEngine({ ...source, ...settings, mode, binary: await realS5cmd() }),
    startSmallArchive,
  );
}

describe('s5cmd batches', () => {
  test('have at most batchSize lines, and are all reported', async () => {
    await using simulator = await startSimulator({});
    const directory = await mkdtemp(join(tmpdir(), 'tapehaul-batches-'));
    const batches: BatchReport[] = [];
    const source = { endpoint: simulator.url, bucket: simulator.bucket, region: 'ap-northeast-1' };
    const onBatch = (batch: BatchReport) => batches.push(batch);
    const binary = await realS5cmd();
    const engine = s5cmdEngine({ ...source, ...settings, mode: 'batch', binary, onBatch });
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

  test('need no directory for temporary files', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'tapehaul-untemporary-'));
    const binary = await fakeS5cmd(directory.path, 'while next; do brings; done');
    const source = { endpoint: 'http://127.0.0.1:1', bucket: 'b', region: 'r' };
    const engine = s5cmdEngine({ ...source, ...settings, mode: 'batch', binary });
    const temporary = process.env.TMPDIR;
    process.env.TMPDIR = join(directory.path, 'missing');
    try {
      const received = engine.get(
        { key: 'k', path: join(directory.path, 'k') },
        new AbortController().signal,
      );
      expect(await received).toMatchObject({ bytes: 5 });
    } finally {
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
      await engine.close();
    }
    expect((await readdir(directory.path)).sort()).toEqual(['k', 's5cmd']);
  });

  test('wait for no s5cmd that has answered every line and does not end', async () => {
    await using directory = await mkdtempDisposable(join(tmpdir(), 'tapehaul-lingering-'));
    const binary = await fakeS5cmd(directory.path, 'next; brings; exec sleep 60');
    const source = { endpoint: 'http://127.0.0.1:1', bucket: 'b', region: 'r' };
    const engine = s5cmdEngine({ ...source, ...settings, mode: 'batch', batchSize: 1, binary });
    const get = (key: string) =>
      engine.get({ key, path: join(directory.path, key) }, new AbortController().signal);
    expect(await Promise.all([get('first'), get('second')])).toMatchObject([{ bytes: 5 }, { bytes: 5 }]);
    await engine.close();
  });
});

describe.each(modes)('in %s mode an s5cmd that cannot be trusted', (mode) => {
  const fake = (script: string, more: Partial<S5cmdOptions> = {}) => fakeEngine(mode, script, more);

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
    await expect(getInto(engine)).rejects.toMatchObject({ code });
    await engine.close();
  });

  test.each([
    ['is not there', 'next; arrived'],
    ['has another size', 'next; printf 123 > "$part"; arrived'],
  ])('that reports success for a file that %s is not believed', async (_, script) => {
    const engine = await fake(script);
    await expect(getInto(engine)).rejects.toMatchObject({ code: 'no_result', facts: { reported: 5 } });
    await engine.close();
  });

  test('that is missing is unavailable', async () => {
    const engine = s5cmdEngine({ ...nowhere, ...settings, mode, binary: join(directory, 'nothing') });
    await expect(getInto(engine)).rejects.toMatchObject({ code: 'engine_unavailable' });
    await engine.close();
  });

  test('and dies three times in a row is unavailable from then on', async () => {
    const engine = await fake('echo >> "$here/starts"; kill -9 $$');
    for (const code of ['engine_crashed', 'engine_crashed', 'engine_crashed', 'engine_unavailable']) {
      await expect(getInto(engine)).rejects.toMatchObject({ code });
    }
    expect(await readFile(join(directory, 'starts'), 'utf8')).toBe('\n\n\n');
    await engine.close();
  });
});
