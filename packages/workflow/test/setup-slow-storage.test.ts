import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { failedOf, setUp } from './set-up.ts';

test('a set-up whose bucket does not answer says to check the storage', async () => {
  const sockets: Socket[] = [];
  const server = createServer((socket) => sockets.push(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  try {
    const storage = { type: 's3', bucket: 'lake', endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' };
    const { run } = await setUp({ use_cloud_storage: true, storage });
    const tested = await run({ only: ['storage_interface'], pointSeconds: 2 });
    const remedy = expect.stringMatching(/^Check how fast the storage/);
    expect(failedOf(tested)).toMatchObject([{ message: expect.stringMatching(/^not done in time/), remedy }]);
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});
