import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import { expect, test } from 'vitest';
import { createDownloader, type Engine } from '../index.ts';

test('requests are read as the engines get to them, and not as many as wait for durability', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tapehaul-admission-'));
  let [read, begun, mostInLine] = [0, 0, 0];
  const engine: Engine = {
    name: 'slow',
    capacity: 2,
    async get({ key }) {
      begun += 1;
      await setImmediate();
      throw new TapehaulError('not_found', `${key}: no such object`);
    },
    close: async () => {},
  };
  function* requests() {
    for (let number = 0; number < 500; number += 1) {
      read += 1;
      mostInLine = Math.max(mostInLine, read - begun);
      yield { key: `${number}.zip` };
    }
  }
  const downloader = createDownloader({ engines: [engine], target: root, checksum: false });
  const outcomes = await Array.fromAsync(downloader.download(requests()));
  await downloader.close();
  await rm(root, { recursive: true });
  expect(outcomes.filter(({ status }) => status === 'absent')).toHaveLength(500);
  expect(mostInLine).toBeLessThanOrEqual(10);
});
