import { type StandIn, startStandIn } from '@tapehaul/testkit/prefect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { output, serve, simulator, start, startCommand } from './collection.ts';

let prefect: StandIn;

beforeEach(async () => {
  [prefect] = await Promise.all([startStandIn(), serve()]);
});
afterEach(() => prefect[Symbol.asyncDispose]());

const report = ['--report', 'prefect'];
const environment = (more: Record<string, string> = {}) => ({ PREFECT_API_URL: prefect.apiUrl, ...more });
const linesOf = (stdout: string) => stdout.split('\n').map((line) => JSON.parse(line));

test('--report prefect reports the run; a line and the result say what was reported', async () => {
  const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const;
  simulator.faults.add({ key: /07-02\.zip$/, fault: denied, times: 1 });
  const first = await start({}, environment(), report);
  expect(first.exitCode).toBe(3);
  const lines = linesOf(first.stdout);
  const [note] = lines.filter(({ kind }) => kind === 'note');
  expect(note.message).toMatch(/^reported to Prefect: http:\S+\/runs\/flow-run\/[\da-f-]{36}$/);
  const said = lines.at(-2);
  expect(said).toMatchObject({
    kind: 'report',
    to: 'prefect',
    error: null,
    unreported: { states: 0, logs: 0 },
  });
  const { kind: _, to: __, ...figures } = said;
  expect(lines.at(-1)).toMatchObject({ kind: 'result', prefect: figures });
  const retried = await startCommand(['retry', '--dir', output, ...report], environment());
  expect(retried.exitCode).toBe(0);
  expect(retried.stderr).toMatch(/^prefect {2}reported \d+ states and \d+ log lines, http:/m);
  expect(prefect.states.map(({ name }) => name)).toEqual([
    'Running',
    'CompletedWithGaps',
    'Running',
    'Completed',
  ]);
});

test('a server that refuses is named once, without the key, also with --quiet; the exit status stays', async () => {
  prefect.misbehave = () => 401;
  const { exitCode, stdout, stderr } = await startCommand(
    [
      'collect',
      '--market',
      'spot',
      '--symbol',
      'BTCUSDT',
      '--type',
      'klines',
      '--interval',
      '1h',
      '--from',
      '2025-07-01',
      '--to',
      '2025-07-03',
      '-o',
      output,
      '-q',
      ...report,
    ],
    environment({ PREFECT_API_KEY: 'pnu_SECRET12345' }),
  );
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^prefect {2}nothing was reported: the Prefect server at http:\S+ answered 401/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(`${stdout}${stderr}`).not.toContain('SECRET');
  expect(prefect.seen[0]?.authorization).toBe('Bearer pnu_SECRET12345');
});

test('a run that is cancelled in Prefect stops as after Ctrl-C, and says so', async () => {
  simulator.faults.add({ key: /07-0[3-9]\.zip$/, fault: { kind: 'delay', milliseconds: 1_000 } });
  prefect.misbehave = ({ path }) => {
    if (path === '/api/events' && prefect.states.length === 1) {
      prefect.states.push({ type: 'CANCELLING', name: 'Cancelling', message: null });
    }
    return undefined;
  };
  const { exitCode, stdout } = await start({ max_parallel_downloads: 1 }, environment(), report);
  expect(exitCode).toBe(130);
  expect(linesOf(stdout).at(-1)).toMatchObject({
    status: 'cancelled',
    error: { message: 'cancelled in Prefect' },
  });
  expect(prefect.states.at(-1)).toMatchObject({ type: 'CANCELLED', name: 'Cancelled' });
});

test.each([
  [{}, [], '--report prefect needs PREFECT_API_URL'],
  [{ PREFECT_API_URL: 'prefect:4200/api' }, [], 'PREFECT_API_URL is no http or https address'],
  [
    { PREFECT_API_URL: 'http://prefect/api', TAPEHAUL_PAGE_URL: 'here' },
    [],
    'the address of the page is no http',
  ],
  [{}, ['--server', 'http://127.0.0.1:1'], '--report and --server cannot be combined'],
])('%j with %j is refused before anything begins', async (env, more, message) => {
  const { exitCode, stderr } = await startCommand(['resume', '--dir', output, ...report, ...more], env);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
