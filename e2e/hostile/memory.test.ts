import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { VICTIM } from '@tapehaul/testkit';
import { type Act, bomb, MEBIBYTE, replaced, startHostileServer } from '@tapehaul/testkit/hostile';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const CHILD = new URL('memory-child.ts', import.meta.url).pathname;
/** What a process has that downloads honest files, and as much again. */
const MOST_MEMORY = 400 * 2 ** 20;
/** What buffers on the way take before a client that has left is noticed. */
const MOST_SENT = 64 * 2 ** 20;

/** Runs a process that meets what the server does; it must end by itself. */
/** `credentials`: `chain` reads through the AWS SDK. */
async function met(of: 'object' | 'sidecar' | 'listing', act: Act, sidecar?: Act, credentials = 'anonymous') {
  await using simulator = await startSimulator({ source: syntheticSource({ maxRows: 100 }) });
  await using server = await startHostileServer(simulator.url, (_, path, query) => {
    if (query.has('list-type')) return act;
    if (path.endsWith(VICTIM)) return of === 'object' ? act : undefined;
    return of === 'sidecar' ? act : sidecar;
  });
  const directory = await mkdtemp(join(tmpdir(), 'tapehaul memory '));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const place = of === 'listing' ? {} : { target: directory };
  const task = JSON.stringify({ endpoint: server.url, bucket: 'b', credentials, ...place });
  const { stdout } = await execa(process.execPath, ['--conditions=@tapehaul/source', CHILD, task], {
    env: { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret' },
  });
  const { end, memory } = JSON.parse(stdout);
  expect(memory).toBeLessThan(MOST_MEMORY);
  return { end, sent: server.sent('b') };
}

/** Sends as much as the client takes, as fast as it can. */
const flood = (length: number): Act => {
  return async ({ answer, forEver }) => {
    await answer({ etag: '"e"', 'content-length': length });
    await forEver(MEBIBYTE);
  };
};

test('a sidecar of nine gigabytes', async () => {
  const { end, sent } = await met('sidecar', flood(9 * 2 ** 30));
  expect(end).toBe('failed sidecar_invalid');
  expect(sent).toBeLessThan(MOST_SENT);
});

test('an object of 9007199254740991 bytes', async () => {
  const { end, sent } = await met('object', flood(Number.MAX_SAFE_INTEGER));
  expect(end).toBe('failed too_large');
  expect(sent).toBeLessThan(MOST_SENT);
});

test('a page of 1.5 gigabytes', async () => {
  const { end, sent } = await met('listing', flood(1_500_000_000));
  expect(end).toBe('failed listing_invalid');
  expect(sent).toBeLessThan(MOST_SENT);
});

/** Refuses with a document of any length. */
const refusing: Act = async ({ send, forEver }) => {
  await send('HTTP/1.1 403 Forbidden\r\n\r\n<Error><Code>AccessDenied</Code>');
  await forEver(MEBIBYTE);
};

test.each([
  ['an object of 9007199254740991 bytes', flood(Number.MAX_SAFE_INTEGER), 'failed too_large'],
  ['an error document without end', refusing, 'failed access_denied'],
])('through the AWS SDK, %s', async (_, act, expected) => {
  const { end, sent } = await met('object', act, undefined, 'chain');
  expect(end).toBe(expected);
  expect(sent).toBeLessThan(MOST_SENT);
});

test.each([
  ['and states four', 0xff_ff_ff_00, 'failed zip_refused'],
  ['and states a hundred bytes', 100, 'failed not_a_zip'],
])('a zip that holds ten gigabytes %s', async (_, stated, expected) => {
  const zip = bomb(stated);
  const digest = createHash('sha256').update(zip).digest('hex');
  const { end } = await met('object', replaced(zip), replaced(`${digest}  ${basename(VICTIM)}`));
  expect(end).toBe(expected);
});
