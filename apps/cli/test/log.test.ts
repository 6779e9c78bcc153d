import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import { someOf } from '@tapehaul/testkit';
import { expect, test } from 'vitest';
import { directory, output, request, serve, simulator, startCommand } from './collection.ts';

const collectWithLog = async (form: string, env: NodeJS.ProcessEnv = {}) => {
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: output, ...request, task_retry_attempts: 1 }));
  return startCommand(['collect', config, '--log', form], env);
};

test.each(
  someOf(
    [
      ['classic', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - tapehaul - (INFO|WARNING|ERROR) - /],
      ['readable', /^\d\d:\d\d:\d\d\.\d{3} (INFO|WARN|ERROR) /],
      ['json', /^\{"level":"(info|warn|error)","time":/],
    ],
    3,
  ),
)('a run is written as %s log lines that name run, task and attempt', async (form, begins) => {
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
  const runId = (await catalog.runs()).rows[0]?.runId ?? '';
  const { rows } = await catalog.logs(runId, { level: 'warn', contains: 'SERVER_ERROR' });
  await catalog.close();
  const line = { taskId: expect.stringContaining('2025-07-03'), attempt: 1, level: 'warn' };
  expect(rows).toMatchObject([
    { ...line, message: expect.stringMatching(/^tries again in [01]\.\d s/) },
    { ...line, message: expect.stringMatching(/^attempt 1 failed/) },
  ]);
});

test('lines of a run that is traced name the run and their own span, on stderr and in the record', {
  tags: 'heavy',
}, async () => {
  await serve();
  const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, fault });
  const ran = await collectWithLog('json', { OTEL_TRACES_EXPORTER: 'console' });
  const parse = (text: string) => text.split('\n').map((line) => JSON.parse(line));
  const lines = parse(String(ran.stderr)).filter(({ msg }) => msg !== 'spans');
  const runs = new Set(lines.map(({ run }) => run));
  expect([...runs]).toEqual([expect.stringMatching(/^\d{8}T/)]);
  const files = lines.filter(({ msg }) => msg === 'downloaded' || msg.startsWith('failed: '));
  expect(files).toHaveLength(15);
  // As the SDK prints them: trace, name and id of each span.
  const spans = [...String(ran.stdout).matchAll(/traceId: '(\w+)'.*?name: '([\w-]+)',\s+id: '(\w+)'/gs)];
  const idsOf = (name: string) =>
    spans.filter(([, , its]) => its === name).map(([, trace, , id]) => [trace, id]);
  const result = files.map(({ trace_id, span_id }) => [trace_id, span_id]);
  expect(result.sort()).toEqual(idsOf('download-archive-file').sort());
  expect(files.map(({ attempt }) => attempt)).toEqual(Array(15).fill(1));
  const logs = await startCommand(['logs', '--dir', output, '--json', '--level', 'warn']);
  const [first, ...others] = parse(String(logs.stdout));
  expect(others.filter(({ taskId }) => taskId.startsWith('data/'))).toEqual([]);
  expect(idsOf('attempt')).toContainEqual([first.traceId, first.spanId]);
  expect(first).toMatchObject({
    level: 'error',
    message: expect.stringMatching(/^failed \[access_denied\]: /),
  });
});

test('a wait inside an attempt is an event of its span, and a line of its log', {
  tags: 'heavy',
}, async () => {
  await serve();
  simulator.faults.add({
    key: /2025-07-03\.zip$/,
    times: 1,
    fault: { kind: 'status', status: 503, retryAfterSeconds: 1 },
  });
  const ran = await collectWithLog('json', { OTEL_TRACES_EXPORTER: 'console' });
  expect(ran.exitCode).toBe(0);
  const logs = await startCommand(['logs', '--dir', output, '--json', '--level', 'warn']);
  const [line] = String(logs.stdout).split('\n');
  expect(JSON.parse(line ?? '')).toMatchObject({
    taskId: expect.stringMatching(/2025-07-03\.zip$/),
    attempt: 1,
    message: expect.stringMatching(/^tries again in [12]\.\d s \[throttled\]: .*2025-07-03\.zip/),
  });
  const [, text = ''] = /name: 'retry',.*?attributes: (\{.*?\})/s.exec(String(ran.stdout)) ?? [];
  const fact = (name: string) => text.match(new RegExp(`'${name}': '?([^',\\n]+)`))?.[1];
  expect(fact('aws.s3.key')).toMatch(/2025-07-03\.zip$/);
  expect(fact('error.type')).toBe('throttled');
  expect(Number(fact('tapehaul.retry.delay_ms'))).toBeGreaterThanOrEqual(1_000);
});

test('the last failure of a file is one error, a failure that is tried again a warning', {
  tags: 'heavy',
}, async () => {
  await serve();
  const fault = { kind: 'status', status: 500 } as const;
  simulator.faults.add({ key: /2025-07-03\.zip$/, method: 'GET', fault });
  const { exitCode, stderr } = await collectWithLog('json');
  expect(exitCode).toBe(3);
  const lines = String(stderr)
    .split('\n')
    .map((line) => JSON.parse(line));
  const ofFile = lines.filter(({ task }) => String(task).endsWith('2025-07-03.zip'));
  const levels = (of: readonly { level: string }[]) =>
    of.map(({ level }) => level).filter((it) => it !== 'info');
  expect(levels(ofFile).at(-1)).toBe('error');
  expect(levels(ofFile).filter((level) => level === 'error')).toHaveLength(1);
  expect(ofFile.at(-1)).toMatchObject({ attempt: 2, code: 'server_error' });
  const run = lines.find(({ msg }) => msg.includes('1 file failed'));
  expect(run).toMatchObject({
    level: 'error',
    msg: expect.stringMatching(/Next: tapehaul retry \d{8}T\w+-\w+$/),
  });
  const logs = await startCommand(['logs', '--dir', output, '--level', 'error', '--json']);
  const rows = logs.stdout.split('\n').map((line) => JSON.parse(line));
  expect(rows.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^failed after 2 attempts \[server_error\]: /),
    expect.stringMatching(/^1 file failed\. Next: /),
  ]);
});

test('a run that failed says so in one error, with code, hint and what to do next', {
  tags: 'heavy',
}, async () => {
  await serve();
  simulator.faults.add({ key: /.*/, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
  const config = join(directory, 'config.json');
  const listing = { planning: 'listing', task_retry_attempts: 0 };
  await writeFile(config, JSON.stringify({ output_directory: output, ...request, ...listing }));
  const { exitCode, stderr } = await startCommand(['collect', config, '--log', 'json']);
  expect(exitCode).toBe(1);
  const errors = String(stderr)
    .split('\n')
    .map((line) => JSON.parse(line))
    .filter(({ level }) => level === 'error');
  const said = /\[access_denied\]: .*\. .*\. Next: tapehaul retry \d{8}T\w+-\w+$/;
  expect(errors).toMatchObject([{ msg: expect.stringMatching(said) }]);
  const logs = await startCommand(['logs', '--dir', output, '--level', 'error', '--json']);
  expect(JSON.parse(logs.stdout)).toMatchObject({ message: errors[0]?.msg });
});

test('a run that cannot begin is an error line, and no other text', async () => {
  await serve();
  await writeFile(join(directory, 'taken'), '');
  const config = join(directory, 'config.json');
  await writeFile(config, JSON.stringify({ output_directory: join(directory, 'taken'), ...request }));
  const { exitCode, stderr } = await startCommand(['collect', config, '--log', 'json']);
  expect(exitCode).not.toBe(0);
  const lines = String(stderr)
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.at(-1)).toMatchObject({ level: 'error', code: expect.any(String), hint: expect.any(String) });
});
