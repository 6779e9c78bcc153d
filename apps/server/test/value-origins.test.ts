import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '@tapehaul/config';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Profile } from '../src/access/profiles.ts';
import { call, config, data, ended, follow, serve, serveArchive, simulator } from './service.ts';

/** The archive as a source that a request names. */
const mirror = (): Profile<'source'> => ({
  name: 'mirror',
  settings: { ...parseConfig(config()).source, bucket: 'mirror' },
  credentials: 'anonymous',
  allowPrivate: true,
  ownWays: [],
});

beforeEach(async () => {
  await serveArchive();
  // The archive refuses everything: every run ends with one message about it.
  simulator.faults.add({ key: /./, fault: { kind: 'status', status: 403, code: 'AccessDenied' } });
});

const body = (more: object = {}, config_: object = {}) => ({
  config: config({ planning: 'listing', ...config_ }),
  ...more,
});

/** What a run says of its source, and what a plan does. */
async function said(more: object, config_: object = {}): Promise<string> {
  const started = await call('POST', '/v1/runs', body(more, config_));
  const message = await messageOf(started.body.run_id);
  const plan = await call('POST', '/v1/plans', body(more, config_));
  expect(plan).toMatchObject({ status: 502, body: { detail: message } });
  return message;
}

/** What the end of a run says. */
async function messageOf(run: string): Promise<string> {
  let message = '';
  for await (const { event, data: end } of follow(run)) if (event === 'ended') message = end.error.message;
  return message;
}

describe('a message says where the address of the source came from:', () => {
  beforeEach(() => serve({ sources: [mirror()], onError: () => {} }));
  const stated = (words: string) => expect.stringContaining(`source.endpoint is ${simulator.url} (${words})`);
  const sent = { 'source.endpoint': 'environment TAPEHAUL_SOURCE_ENDPOINT' };

  test('what the sender says of its own value', async () => {
    expect(await said({ origins: sent })).toEqual(
      stated('from the environment variable TAPEHAUL_SOURCE_ENDPOINT'),
    );
    expect(await said({ origins: {} })).toEqual(stated('the default'));
  });

  test('the request, of a sender that says nothing', async () => {
    expect(await said({})).toEqual(stated('from the request'));
  });

  test('the profile of the operator, whatever the sender says', async () => {
    const none = { source: undefined };
    expect(await said({ source_profile: 'mirror', origins: sent }, none)).toEqual(
      stated("from the operator's profile mirror"),
    );
    expect(await said({ origins: sent }, none)).toEqual(stated("from the operator's profile archive"));
  });

  test('one of two requests that differ in nothing else is the same request', async () => {
    const key = { 'idempotency-key': 'one' };
    const first = await call('POST', '/v1/runs', body({ origins: sent }), key);
    const again = await call('POST', '/v1/runs', body({}), key);
    expect(again).toMatchObject({ status: 200, body: first.body });
    await ended(first.body.run_id);
  });

  test.each<[string, Record<string, string>]>([
    ['a forged line', { 'source.endpoint': 'file\n2026-01-01 ERROR all is lost' }],
    ['an escape', { 'source.endpoint': 'environment \u001b[2J' }],
    ['a word of its own', { 'source.endpoint': 'profile archive' }],
    ['a variable of other programs', { 'source.endpoint': 'environment AWS_SECRET_ACCESS_KEY' }],
    ['a long text', { 'source.endpoint': `environment TAPEHAUL_${'A'.repeat(10_000)}` }],
    ['a path that is none', { 'source.endpoint\u001b[2J': 'file' }],
    [
      'more paths than there are',
      Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`k${n}`, 'file'])),
    ],
  ])('%s is refused', async (_, origins) => {
    const answer = await call('POST', '/v1/runs', body({ origins }));
    expect(answer).toMatchObject({ status: 400, body: { code: 'request_invalid' } });
    expect(answer.body.detail).toMatch(/origins/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
    expect(answer.body.detail).not.toMatch(/[\u0000-\u001f]/);
  });
});

test('a run that another source of the operator can continue is retried with that one, and with no other', {
  tags: 'heavy',
}, async () => {
  const dead = 'http://127.0.0.1:1';
  const settings = { ...mirror().settings, bucket: parseConfig(config()).source.bucket, endpoint: dead };
  await serve({ sources: [{ ...mirror(), settings }], onError: () => {} });
  const started = await call('POST', '/v1/runs', body({ source_profile: 'mirror' }, { source: undefined }));
  const { run_id: run } = started.body;
  expect(await messageOf(run)).toContain(`source.endpoint is ${dead} (from the operator's profile mirror)`);
  simulator.faults.clear();
  const retry = (settings: object) => call('POST', `/v1/runs/${run}/retry`, { settings });
  expect(await retry({ 'source.endpoint': 'http://127.0.0.1:2' })).toMatchObject({
    status: 403,
    body: { code: 'source_not_allowed' },
  });
  expect(await retry({ markets: 'futures_um' })).toMatchObject({
    status: 422,
    body: { code: 'config_invalid' },
  });
  expect(await retry({})).toMatchObject({ status: 202 });
  expect(await messageOf(run)).toContain(
    `source.endpoint is ${dead} (recorded with the run; --set source.endpoint=… changes it)`,
  );
  expect(await retry({ 'source.endpoint': simulator.url })).toMatchObject({ status: 202 });
  expect(await ended(run)).toMatchObject({ data: { state: 'completed' } });
});

test.each<[string, object, string]>([
  ['an older version, without them', {}, ''],
  ['this version', { origins: { 'source.endpoint': 'file' } }, ' (from the configuration file)'],
])('a job of %s is read from the queue', async (_, kept, from) => {
  const run_id = '20250801T000000Z-abcdef';
  const queue = join(data, '.tapehaul-server/queue');
  await mkdir(queue, { recursive: true });
  const job = {
    run_id,
    kind: 'collect',
    directory: join(data, 'btc'),
    config: config({ planning: 'listing', output_directory: join(data, 'btc') }),
    submitted_at: '2025-08-01T00:00:00.000Z',
    traceparent: null,
    idempotency: null,
    ...kept,
  };
  await writeFile(join(queue, `${run_id}.json`), JSON.stringify(job));
  await serve({ onError: () => {} });
  const message = await messageOf(run_id);
  expect(message.slice(message.indexOf('source.endpoint is'))).toBe(
    `source.endpoint is ${simulator.url}${from}`,
  );
});
