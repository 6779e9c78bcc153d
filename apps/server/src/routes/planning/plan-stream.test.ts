import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { type PlanLine, planStream } from './plan-stream.ts';

const line: PlanLine = { kind: 'progress', listing_requests: 1, files: 2, gaps: 3 };
const asLine = (thrown: unknown): PlanLine => ({
  kind: 'error',
  status: 500,
  code: 'failed',
  title: 'failed',
  detail: String(thrown),
});

test('a plan whose reader reads nothing is given up, so that others can be made', async () => {
  const going = new AbortController().signal;
  let ended: Promise<void> | undefined;
  const stream = planStream(
    (lines) => {
      ended = (async () => {
        for (;;) await lines.send(line);
      })();
      return ended;
    },
    { signal: going, asLine, patience: 20 },
  );
  await expect(ended).rejects.toThrow();
  expect(stream.destroyed).toBe(true);
});

test('a reader that reads receives every line, and what went wrong as the last', async () => {
  const stream = planStream(
    async (lines) => {
      for (let n = 0; n < 2_000; n += 1) await lines.send(line);
      throw new Error('no more');
    },
    { signal: new AbortController().signal, asLine },
  );
  const lines = (await text(stream)).trimEnd().split('\n');
  expect(lines).toHaveLength(2_001);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'error', detail: 'Error: no more' });
});
