import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { s3Target } from '../src/target/s3-target.ts';

/** What storing a file ends with, where the server refuses it with an error of that name. */
async function refusal(status: number, name: string): Promise<unknown> {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'a');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'b');
  const body = `<?xml version="1.0"?><Error><Code>${name}</Code><Message>No.</Message></Error>`;
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const target = s3Target({ endpoint, region: 'r', bucket: 'b', concurrency: 1, timeoutSeconds: 5 });
  try {
    const file = { kind: 'memory', bytes: Buffer.from('d') } as const;
    return await target.publishSidecar(file, 'a.zip', new AbortController().signal).catch((error) => error);
  } finally {
    await target.close();
    server.closeAllConnections();
    server.close();
    vi.unstubAllEnvs();
  }
}

test.each([
  [
    409,
    'ExistingObjectIsDirectory',
    'target_blocked',
    /^This server keeps objects as files in folders: remove/,
  ],
  [409, 'ObjectParentIsFile', 'target_blocked', /or choose another storage\.prefix/],
  [400, 'XMinioObjectExistsAsDirectory', 'target_blocked', /storage\.prefix/],
  [400, 'AuthorizationHeaderMalformed', 'request_refused', /^Check storage\.region and storage\.endpoint/],
  [409, 'OperationAborted', 'request_refused', /^The server refuses the request itself \(OperationAborted\)/],
])(
  'a refusal with %i %s has the code %s and a hint that is true for it',
  async (status, name, code, hint) => {
    expect(await refusal(status, name)).toMatchObject({ code, hint: expect.stringMatching(hint) });
  },
);
