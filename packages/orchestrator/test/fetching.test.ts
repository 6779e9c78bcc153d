import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { flow, task } from '../src/index.ts';

test('a fetch that failed for the connection is tried again', async () => {
  let requests = 0;
  const server = createServer((_, answer) => {
    requests += 1;
    if (requests === 1) answer.destroy();
    else answer.end('here');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { retries: 1, retryDelaySeconds: 0 };
  const page = task('page', options, async (_: undefined, { signal }) =>
    (await fetch(url, { signal })).text(),
  );
  const { state, output } = await flow('crawl', {}, (_: undefined, { call }) => call(page, undefined))(
    undefined,
  );
  server.close();
  expect({ state, output, requests }).toEqual({ state: 'Completed', output: 'here', requests: 2 });
});
