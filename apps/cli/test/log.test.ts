import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '@tapehaul/catalog';
import { expect, test } from 'vitest';
import { directory, output, request, serve, simulator, startCommand } from './collection.ts';

const collectWithLog = async (form: string, env: NodeJS.ProcessEnv = {}) => {
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request, task_retry_attempts: 1 }));
  return startCommand(['collect', config, '--log', form], env);
};

test.each([
  ['classic', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - tapehaul - (INFO|WARNING|ERROR) - /],
  ['readable', /^\d\d:\d\d:\d\d\.\d{3} (INFO|WARN|ERROR) /],
  ['json', /^\{"level":"(info|warn|error)","time":/],
])('a run is told as %s log lines that name run, task and attempt', async (form, begins) => {
  await serve();
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    method: 'GET',
    times: 2,
    fault: { kind: 'status', status: 500 },
  });
  const { exitCode, stderr, stdout } = await collectWithLog(form);
  expect(exitCode).toBe(0);
  const lines = String(stderr).split('\n');
  for (const line of lines) expect(line).toMatch(begins);
  const attempt = lines.find((line) => line.includes('attempt 1 failed [server_error]'));
  expect(attempt).toContain('2025-07-03.zip');
  expect(attempt).toMatch(/"?run"?[=:]"?\d{8}T/);
  expect(attempt).toMatch(/"?attempt"?[=:]1/);
  expect(stdout).toContain('Completed in');
});

test('the log of a task is in the record', async () => {
  await serve();
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    method: 'GET',
    times: 2,
    fault: { kind: 'status', status: 500 },
  });
  await collectWithLog('json');
  const catalog = openCatalog(join(output, '.tapehaul', 'catalog.db'));
  const runId = catalog.runs().rows[0]?.runId ?? '';
  const { rows } = catalog.logs(runId, { level: 'warn', contains: 'SERVER_ERROR' });
  catalog.close();
  expect(rows).toMatchObject([{ taskId: expect.stringContaining('2025-07-03'), attempt: 1, level: 'warn' }]);
});
