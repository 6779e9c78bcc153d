import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createDownloader, type Engine, type Outcome } from '@tapehaul/downloader';
import { findS5cmd, s5cmdEngine } from '@tapehaul/s5cmd';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ENGINES, keyOf, openTrial, s5cmdOptions, type Trial, VICTIM } from './trial.ts';

let trial: Trial;
beforeEach(async () => {
  trial = await openTrial();
});
afterEach(() => trial.close());

/** An s5cmd engine over a shell script in place of the program. */
async function engineOf(script: string): Promise<Engine> {
  const binary = join(trial.directory, 's5cmd');
  await writeFile(binary, `#!/bin/sh\n${script}\n`);
  await chmod(binary, 0o755);
  return s5cmdEngine({ ...s5cmdOptions(trial.source), binary });
}

function expectFallBack(outcome: Outcome, code: string): void {
  expect(outcome).toMatchObject({ status: 'downloaded', engine: 's3', error: null });
  expect(outcome.fallBacks).toContainEqual({ from: 's5cmd', to: 's3', code });
}

describe('with S3 to fall back on, every file arrives all the same when s5cmd', () => {
  test('is missing', async () => {
    const s5cmd = s5cmdEngine({ ...s5cmdOptions(trial.source), binary: join(trial.directory, 'nothing') });
    expectFallBack(await trial.run([s5cmd, await ENGINES.s3(trial.source)]), 'engine_unavailable');
  });

  test.each([
    ['ends without a word', 'exit 0', 'no_result'],
    ['dies', 'kill -9 $$', 'engine_crashed'],
    ['panics', 'echo "panic: runtime error" >&2; exit 2', 'engine_crashed'],
    ['prints junk and ends', 'echo "NAME: s5cmd"; echo "{"', 'no_result'],
    ['hangs', 'exec sleep 60', 'stalled'],
    ['takes all and says nothing', 'exec cat > /dev/null', 'stalled'],
  ])('%s', async (_, script, code) => {
    const outcome = await trial.run([await engineOf(script), await ENGINES.s3(trial.source)]);
    expectFallBack(outcome, code);
  });

  test('hangs time and again, which is no reason to wait for the source, and is then given up', async () => {
    const s5cmd = await engineOf('echo >> "$(dirname "$0")/starts"; exec sleep 60');
    const pauses: string[] = [];
    const downloader = createDownloader({
      engines: [s5cmd, await ENGINES.s3(trial.source)],
      target: trial.directory,
      pause: { after: 2, atMostSeconds: 60 },
      onPause: (engine) => pauses.push(engine),
    });
    const keys = Array.from({ length: 60 }, (_, day) =>
      keyOf(day < 30 ? 'BTCUSDT' : 'ETHUSDT', (day % 30) + 1),
    );
    const outcomes = await Array.fromAsync(downloader.download(keys.map((key) => ({ key }))));
    await downloader.close();
    expect(outcomes.map(({ status }) => status)).toEqual(keys.map(() => 'downloaded'));
    expect(pauses).toEqual([]);
    expect(await readFile(join(trial.directory, 'starts'), 'utf8')).toBe('\n\n\n');
  });

  test('is killed in the middle of its work', async () => {
    const real = await findS5cmd();
    const s5cmd = await engineOf(`echo $$ > "$(dirname "$0")/pid"; exec ${real?.path} "$@"`);
    const stalled = {
      key: VICTIM,
      method: 'GET',
      times: 1,
      fault: { kind: 'stall', afterBytes: 100 },
    } as const;
    void trial.simulator.requests
      .waitFor(({ key, method }) => key === VICTIM && method === 'GET')
      .then(() => readFile(join(trial.directory, 'pid'), 'utf8'))
      .then((pid) => process.kill(Number(pid), 'SIGKILL'));
    const outcome = await trial.run([s5cmd, await ENGINES.s3(trial.source)], { faults: [stalled] });
    expectFallBack(outcome, 'engine_crashed');
  });
});
