import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { collect, output } from './archive.ts';
import { inRecord } from './reported.ts';
import { build, tablesBelow } from './table-builds.ts';

const program = fileURLToPath(new URL('./build-child.ts', import.meta.url));
const trades = { data_types: ['trades'] };

describe('a build that is stopped', () => {
  test.each(['gently', 'signal'] as const)(
    'by %s is Cancelled, and the next one builds the rest',
    async (how) => {
      await collect({ ...trades, date_range: { start: '2025-06-29', end: '2025-07-02' } });
      const stop = new AbortController();
      const { result } = await build({
        [how]: stop.signal,
        onEvent: ({ kind }) => {
          if (kind === 'table') stop.abort();
        },
      });
      expect(result).toMatchObject({ status: 'cancelled', error: { code: 'cancelled' } });
      const built = result.partitions;
      expect(built).toBeLessThan(4);
      expect((await inRecord((record) => record.run(result.run_id ?? '')))?.state).toBe('Cancelled');
      expect(await Array.fromAsync(glob('.tapehaul/unfinished/tables/*', { cwd: output }))).toEqual([]);
      expect(existsSync(result.manifest)).toBe(false);
      const rest = await build();
      expect(rest.result).toMatchObject({ status: 'completed', partitions: 4 - built, up_to_date: built });
      expect((await readFile(result.manifest, 'utf8')).trim().split('\n')).toHaveLength(4);
    },
  );
});

test('a build that is killed leaves whole tables only, and the next one builds the rest to the same bytes', {
  tags: 'heavy',
}, async () => {
  await collect({ ...trades, date_range: { start: '2025-06-29', end: '2025-07-02' } });
  const child = spawn(process.execPath, ['--conditions=@tapehaul/source', program, output], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);
  const { result } = await build();
  expect(result).toMatchObject({ status: 'completed', failed_months: 0 });
  expect(result.partitions + result.up_to_date).toBe(4);
  expect(result.partitions).toBeGreaterThan(1);
  const { rows } = await inRecord((record) => record.runs({ flow: 'table-build' }));
  expect(rows.map(({ state }) => state)).toEqual(['Completed', 'Crashed']);
  const files = await tablesBelow(output);
  const contents = await Promise.all(files.map((file) => readFile(join(output, file))));
  expect((await build({ rebuild: true })).result.partitions).toBe(4);
  const again = await Promise.all(files.map((file) => readFile(join(output, file))));
  expect(again.every((file, at) => file.equals(contents[at] ?? Buffer.alloc(0)))).toBe(true);
});
