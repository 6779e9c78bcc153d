import { execFileSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { TapehaulError } from '@tapehaul/errors';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folderEngine } from './folder-engine.ts';

const key = 'data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-07-01.zip';
const { signal } = new AbortController();
let folder = '';
let file = '';
let pipe = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tapehaul-folder-'));
  [file, pipe] = [join(folder, 'a.zip'), join(folder, 'pipe')];
  await writeFile(file, 'bytes');
  execFileSync('mkfifo', [pipe]);
});
afterEach(() => rm(folder, { recursive: true }));

/** The outcome of a file that a folder is to bring: its text, or the code of the refusal. */
async function brought(pathOf: () => string): Promise<string> {
  const path = join(folder, 'staged');
  try {
    await folderEngine(pathOf).get({ key, path }, signal);
    return await readFile(path, 'utf8');
  } catch (thrown) {
    return thrown instanceof TapehaulError ? thrown.code : String(thrown);
  }
}

describe('a pipe that takes the place of a file', () => {
  test('before the file is opened is refused', async () => {
    const swapped = (): string => {
      renameSync(pipe, file);
      return file;
    };
    expect(await brought(swapped)).toBe('file_failed');
  });

  test.each(Array.from({ length: 12 }, (_, turns) => turns))(
    'at any time is refused, or what was opened is copied: after %i turns',
    async (turns) => {
      const ended = brought(() => file);
      for (let turn = 0; turn < turns; turn++) await setImmediate();
      renameSync(pipe, file);
      expect(['bytes', 'file_failed']).toContain(await ended);
    },
  );
});
