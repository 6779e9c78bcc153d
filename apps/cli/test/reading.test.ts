import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { FILE_TASK, FLOW_NAME } from '@tapehaul/workflow';
import { expect, test } from 'vitest';
import { output, startCommand } from './collection.ts';

const RUN = '20250720T000000Z-abcdef';

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

test('commands that read leave the record as it is, and show the run of a dead owner as Crashed', async () => {
  const state = join(output, '.tapehaul');
  const path = join(state, 'catalog.db');
  const catalog = openCatalog(path);
  await catalog.startRun({ runId: RUN, flow: FLOW_NAME, parameters: {} });
  await catalog.planTasks(RUN, [{ taskId: 'a.zip', name: FILE_TASK, input: null }]);
  const change = { runId: RUN, taskId: 'a.zip', name: FILE_TASK, attempt: 1, at: Date.now() };
  catalog.recordTask({ ...change, state: 'Running', phase: 'running' });
  await catalog.close();
  const database = new DatabaseSync(path);
  database.exec('UPDATE runs SET heartbeat_at = heartbeat_at - 120000');
  database.close();
  const before = { files: await readdir(state), bytes: digest(await readFile(path)) };
  const here = ['--dir', output, '--json'];
  for (const args of [
    ['runs', ...here],
    ['show', RUN, ...here],
    ['logs', RUN, ...here],
    ['watch', RUN, ...here],
    ['coverage', ...here],
    ['why', 'BTCUSDT', '1h', '2025-07-01', ...here],
    ['prune', output, '--json'],
  ]) {
    const [name = ''] = args;
    const { stdout } = await startCommand(args);
    if (['runs', 'show'].includes(name)) expect.soft(stdout, name).toContain('"state":"Crashed"');
    expect.soft(digest(await readFile(path)), name).toBe(before.bytes);
  }
  expect({ files: await readdir(state), bytes: digest(await readFile(path)) }).toEqual(before);
});
