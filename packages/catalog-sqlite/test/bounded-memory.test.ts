import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openCatalog } from '../src/index.ts';
import { NAME, path, run } from './test-catalog.ts';

const TASKS = process.env.TAPEHAUL_TRIALS === 'full' ? 100_000 : 60_000;
/** Heap of a process that reads, in MiB: several pages fit, and the rows of the whole list, 60 MiB and more, do not. */
const HEAP = 40;
const program = fileURLToPath(new URL('./read-child.ts', import.meta.url));

async function rowsRead(how: 'by page' | 'whole'): Promise<number> {
  const args = ['--conditions=@tapehaul/source', `--max-old-space-size=${HEAP}`, program, path, 'r1', how];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: import.meta.dirname });
  return Number(stdout);
}

test('tens of thousands of tasks are read page by page in a heap that their whole list does not fit in', async () => {
  const catalog = openCatalog(path);
  await catalog.startRun(run('r1'));
  const input = 'x'.repeat(1_000);
  for (let from = 0; from < TASKS; from += 1_000) {
    const ids = Array.from({ length: 1_000 }, (_, at) => `task-${from + at}`);
    await catalog.planTasks(
      'r1',
      ids.map((taskId) => ({ taskId, name: NAME, input: { taskId, input } })),
    );
  }
  await catalog.settled();
  await catalog.close();
  expect(await rowsRead('by page')).toBe(TASKS);
  await expect(rowsRead('whole')).rejects.toThrow(/heap/);
});
