import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A page of nothing but a list to scroll and a box to pull, by which the browser and the machine are measured. */
const PAGE = `<!doctype html><title>bare</title><body style="margin:0">
<div role="application" tabindex="0" style="height:640px;overflow:auto"><div style="width:30000px;height:9000px;background:linear-gradient(45deg,#fff,#246)"></div></div>
<table>${'<tr data-index><td>a row of a table</td></tr>'.repeat(2_000)}</table>`;

/** Serves that page on loopback. `await using` ends it. */
export async function serveBarePage(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((_, answer) => answer.setHeader('content-type', 'text/html').end(PAGE));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
