import { type Misbehaviour, type StandIn, startStandIn } from '@tapehaul/testkit/prefect';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { QUICK, type ReportedPlace, reportedPlace } from './reported-collection.ts';

/** Times for a server that does not answer. */
const IMPATIENT = { ...QUICK, timeoutMs: 100, endMs: 1_000 };

let place: ReportedPlace;
let prefect: StandIn;

beforeEach(async () => {
  [place, prefect] = await Promise.all([reportedPlace(), startStandIn()]);
});

afterEach(async () => {
  await place[Symbol.asyncDispose]();
  await prefect[Symbol.asyncDispose]();
});

test.each<[Misbehaviour, string]>([
  [500, 'server_error'],
  [429, 'throttled'],
  [401, 'access_denied'],
  [403, 'access_denied'],
  [404, 'not_found'],
  [307, 'request_refused'],
  [422, 'request_refused'],
  ['silence', 'timed_out'],
  ['close', 'connection_failed'],
  ['html', 'request_refused'],
])(
  'a server that answers everything with %s costs the collection nothing but the report',
  async (wrong, code) => {
    prefect.misbehave = () => wrong;
    const timing = wrong === 'silence' ? IMPATIENT : QUICK;
    const { result, figures } = await place.collect(prefect.apiUrl, { timing });
    expect(result).toMatchObject({ status: 'completed', exit_code: 0 });
    expect(figures).toMatchObject({ flow_run: null, states: 0, logs: 0, error: { code } });
    expect(figures.unreported.states).toBeGreaterThan(10);
    expect(figures.unreported.logs).toBeGreaterThan(0);
    expect(figures.unreported.artifacts).toBe(2);
  },
);

test('the end of a run waits for a silent server for so long as it may, whatever a request may take', async () => {
  prefect.misbehave = () => 'silence';
  const timing = { ...QUICK, timeoutMs: 3_600_000, endMs: 100 };
  const { result, figures } = await place.collect(prefect.apiUrl, { timing });
  expect(result.status).toBe('completed');
  expect(figures).toMatchObject({ flow_run: null, states: 0 });
});

test('a server that is slow with all else has the end of a run in time, and what is missing has a reason', async () => {
  prefect.misbehave = ({ path }) =>
    ['/api/events', '/api/logs/', '/api/artifacts/'].includes(path) ? 'silence' : undefined;
  const timing = { ...QUICK, timeoutMs: 3_600_000, endMs: 1_500 };
  const { result, figures } = await place.collect(prefect.apiUrl, { timing });
  expect(result.status).toBe('completed');
  expect(prefect.states.map(({ name }) => name)).toEqual(['Running', 'Completed']);
  expect(figures).toMatchObject({ states: 2, logs: 0, error: { code: 'timed_out' } });
  expect(figures.error?.message).toContain('within 1.5 s of the end');
  expect(figures.unreported.states).toBeGreaterThan(10);
});

test('a server that is not there is found out at once', async () => {
  await prefect.server[Symbol.asyncDispose]();
  const { result, figures } = await place.collect(prefect.apiUrl);
  expect(result.status).toBe('completed');
  expect(figures.error?.code).toBe('connection_failed');
});

test.each<Misbehaviour>([500, 'close', 429])(
  'what meets %s for a while is reported later, each state once',
  async (wrong) => {
    let requests = 0;
    prefect.misbehave = () => {
      requests += 1;
      return requests < 3 || requests % 3 === 0 ? wrong : undefined;
    };
    const { figures } = await place.collect(prefect.apiUrl);
    expect(figures).toMatchObject({ unreported: { states: 0, logs: 0 }, error: null });
    expect(prefect.states.map(({ name }) => name)).toEqual(['Running', 'Completed']);
    const ids = prefect.events.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  },
);

test('what the server refuses for its content is counted, and the rest is reported', async () => {
  prefect.misbehave = ({ path }) => (path === '/api/logs/' ? 422 : undefined);
  const { figures } = await place.collect(prefect.apiUrl);
  expect(figures).toMatchObject({
    unreported: { states: 0, artifacts: 0 },
    error: { code: 'request_refused' },
  });
  expect(figures.unreported.logs).toBeGreaterThan(0);
  expect(prefect.states.at(-1)?.name).toBe('Completed');
});

test('log lines whose answer never comes are not sent again, states are', async () => {
  const silent = new Set<string>(['/api/logs/', '/api/events']);
  prefect.misbehave = ({ path }) => (silent.delete(path) ? 'silence' : undefined);
  const timing = { ...QUICK, timeoutMs: 500 };
  const { figures } = await place.collect(prefect.apiUrl, { timing });
  expect(figures.unreported.states).toBe(0);
  expect(figures.unreported.logs).toBeGreaterThan(0);
  const sent = prefect.seen
    .filter(({ path }) => path === '/api/logs/')
    .flatMap(({ body }) => body as object[]);
  const texts = sent.map((line) => JSON.stringify(line));
  expect(new Set(texts).size).toBe(texts.length);
});

test('a flow run that is deleted in Prefect is not created again', async () => {
  prefect.misbehave = ({ method, path }) =>
    method === 'GET' && path.startsWith('/api/flow_runs/') && prefect.seen.length > 5 ? 404 : undefined;
  const { result, figures } = await place.collect(prefect.apiUrl);
  expect(result.status).toBe('completed');
  expect(figures.error?.code).toBe('not_found');
  expect(prefect.seen.filter(({ path }) => path === '/api/flow_runs/')).toHaveLength(1);
});

test('an answer without an end is not read to its end', async () => {
  prefect.misbehave = () => 'endless';
  const { result, figures } = await place.collect(prefect.apiUrl);
  expect(result.status).toBe('completed');
  expect(figures.flow_run).toBeNull();
});
