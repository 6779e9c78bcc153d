import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { everyRow } from '@tapehaul/catalog';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCatalog, openToRead, recordState } from '../src/index.ts';
import { NAME, object, path, run } from './test-catalog.ts';

const TASKS = 200;
let writer: ChildProcess;
beforeEach(async () => {
  const program = fileURLToPath(new URL('./writer-child.ts', import.meta.url));
  writer = fork(program, [path], { execArgv: ['--conditions=@tapehaul/source'] });
  const [planned] = await once(writer, 'message');
  expect(planned).toEqual({ planned: TASKS });
});
afterEach(() => {
  writer.kill('SIGKILL');
});

/** Waits for the writer to report, and gives how many objects outlive it. */
async function reported(): Promise<number> {
  const [{ objects }] = await once(writer, 'message');
  return objects;
}
async function killed(): Promise<void> {
  const gone = once(writer, 'exit');
  writer.kill('SIGKILL');
  await gone;
}

test('a process that is killed has lost nothing of what it had settled, and leaves a sound record', async () => {
  await reported();
  const settled = await reported();
  await killed();
  expect(await recordState(path)).toBe('sound');
  const reader = openToRead(path);
  const held = await Array.fromAsync(everyRow(reader.held()));
  expect(held.length).toBeGreaterThanOrEqual(settled);
  for (const one of held) expect(one).toEqual(object('killed', one.key));
  const rounds = settled / TASKS;
  const keys = new Set(held.map(({ key }) => key));
  for (let at = 0; at < TASKS; at++) expect(keys.has(`${rounds - 1}-${at}`)).toBe(true);
  await reader.close();
});

test('its run is shown as Crashed at once, is marked by the process that begins the next, and can be continued', async () => {
  await reported();
  const before = openToRead(path);
  expect(await before.run('killed')).toMatchObject({ state: 'Running', endedAt: null });
  await killed();
  expect(await before.run('killed')).toMatchObject({ state: 'Crashed', endedAt: expect.any(Number) });
  await before.close();
  const catalog = openCatalog(path);
  await catalog.startRun(run('next'));
  expect((await catalog.runHistory('killed')).map(({ state }) => state)).toEqual(['Running', 'Crashed']);
  catalog.endRun('next', 'Completed', null);
  await catalog.resumeRun('killed', { failed: false });
  const left = await Array.fromAsync(everyRow(catalog.remainingTasks('killed', NAME)));
  const counts = await catalog.counts('killed', NAME);
  expect(left).toHaveLength(counts.Scheduled?.tasks ?? 0);
  await catalog.close();
});

test('each answer is that of one moment while another process writes: no task is missing, none counts twice', async () => {
  const reader = openToRead(path);
  for (let round = 0; round < 3; round++) {
    await reported();
    for (let read = 0; read < 20; read++) {
      const counts = Object.values(await reader.counts('killed', NAME));
      expect(counts.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(TASKS);
      const { rows } = await reader.tasks('killed', { limit: 1_000 });
      expect(new Set(rows.map(({ taskId }) => taskId)).size).toBe(TASKS);
    }
  }
  await reader.close();
});
