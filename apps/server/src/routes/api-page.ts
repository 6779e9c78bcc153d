import { createReadStream, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>tapehaul: the HTTP interface</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="page"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/page.js"></script>
</body>
</html>
`;

const SCRIPT = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#page',
  deepLinking: true,
  validatorUrl: null,
  defaultModelsExpandDepth: -1,
});
`;

/** Nothing comes from elsewhere, and nothing that stands in the page itself is run. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const FILES = { 'swagger-ui.css': 'text/css', 'swagger-ui-bundle.js': 'text/javascript' } as const;

/** Adds the OpenAPI document and a page to read it and to try requests out: Swagger UI, served from here. */
export function addApiPage(server: FastifyInstance): void {
  const hidden = { schema: { hide: true } };
  server.get('/openapi.json', hidden, async () => server.swagger());
  server.get('/docs', hidden, (_, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', POLICY).send(PAGE),
  );
  server.get('/docs/page.js', hidden, (_, reply) => reply.type('text/javascript').send(SCRIPT));
  for (const [name, type] of Object.entries(FILES)) {
    server.get(`/docs/${name}`, hidden, (_, reply) =>
      reply
        .type(`${type}; charset=utf-8`)
        .header('cache-control', 'max-age=3600')
        .send(createReadStream(pathOf(name))),
    );
  }
}

/** Where a file of Swagger UI is: beside the bundled service, or in its package while developing. */
function pathOf(name: string): string {
  const bundled = fileURLToPath(new URL(`page/${name}`, import.meta.url));
  return existsSync(bundled) ? bundled : createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`);
}
