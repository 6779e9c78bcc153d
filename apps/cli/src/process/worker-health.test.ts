import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { answerHealth } from './worker-health.ts';

const ANYWHERE = { host: '127.0.0.1', port: 0 };

test('requests at the same time share one check of the database', async () => {
  const checked = Promise.withResolvers<{ database: null; staging: null }>();
  let checks = 0;
  const needs = () => {
    checks += 1;
    return checked.promise;
  };
  const health = await answerHealth({ isLive: true, needs }, ANYWHERE);
  try {
    const answers = Array.from({ length: 50 }, () => fetch(`${health.address}/readyz`));
    // It answers that it lives while the checks wait.
    expect((await fetch(`${health.address}/livez`)).status).toBe(200);
    await expect.poll(() => checks).toBe(1);
    checked.resolve({ database: null, staging: null });
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual(Array(50).fill(200));
    expect(checks).toBeLessThan(50);
    const before = checks;
    await fetch(`${health.address}/readyz`);
    expect(checks).toBe(before + 1);
  } finally {
    health.close();
  }
});

test('a client that does not end its request is disconnected', async () => {
  const needs = () => Promise.resolve({ database: null, staging: null });
  const health = await answerHealth({ isLive: true, needs }, ANYWHERE, 100);
  try {
    const half = connect(Number(new URL(health.address).port), '127.0.0.1');
    await once(half, 'connect');
    half.write('GET /livez HTTP/1.1\r\nHost: worker\r\n');
    expect(await text(half)).toMatch(/^HTTP\/1\.1 408 /);
  } finally {
    health.close();
  }
});
