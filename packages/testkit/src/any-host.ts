import { once } from 'node:events';
import { createServer, request as requestTo } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** A proxy that takes every host for one server on the loopback interface, and passes the name of the host on. */
export async function anyHostAt(port: number) {
  let passed = 0;
  const server = createServer((request, response) => {
    passed += 1;
    const { pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const options = { port, host: '127.0.0.1', path: pathname + search, method, headers };
    const upstream = requestTo(options, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on('error', () => response.destroy());
    request.pipe(upstream);
  });
  server.on('connect', (_, socket) => {
    passed += 1;
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    socket.on('error', () => upstream.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Requests and tunnels that it has passed on. */
    passed: () => passed,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
