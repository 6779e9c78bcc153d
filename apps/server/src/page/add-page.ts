import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod';
import { HttpRefusal } from '../access/http-refusal.ts';
import { type PageFile, PageFiles } from './page-files.ts';

/** Nothing comes from elsewhere, nothing that stands in the page itself is run, and no text becomes a script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** A year: the name of an asset changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable';

declare module 'fastify' {
  interface FastifyReply {
    /** Answers with the page, which shows what its address names. Throws an HttpRefusal 404 where the page was not built. */
    sendPage(): FastifyReply;
  }
}

/** Serves the page at `/` and its files below `/assets`; `reply.sendPage()` serves it at any other address. */
export function addPage(server: FastifyInstance, files: PageFiles = new PageFiles()): void {
  server.decorateReply('sendPage', function sendPage(this: FastifyReply): FastifyReply {
    const page = files.index();
    if (page === undefined) throw notBuilt();
    // Revalidated each time: it names the assets of the build that is served now.
    this.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-cache' });
    return send(this, page);
  });
  const hidden = { schema: { hide: true } };
  server.get('/', hidden, (_, reply) => reply.sendPage());
  server.get(
    '/assets/:file',
    { schema: { hide: true, params: z.object({ file: z.string() }) } },
    (request, reply) => {
      const { file: name } = request.params as { readonly file: string };
      const file = files.asset(name);
      if (file === undefined) throw noAsset(name);
      reply.header('cache-control', FOR_EVER);
      return send(reply, file);
    },
  );
}

function send(reply: FastifyReply, { type, bytes, zipped }: PageFile): FastifyReply {
  reply.type(type).header('vary', 'accept-encoding');
  if (zipped === undefined || !takesGzip(reply.request)) return reply.send(bytes);
  return reply.header('content-encoding', 'gzip').send(zipped);
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0+)?\s*(?:,|$))/i.test(String(headers['accept-encoding'] ?? ''));
}

function notBuilt(): HttpRefusal {
  return new HttpRefusal(404, 'not_found', 'the page was not built', 'Run npm run bundle, or see /docs.');
}

function noAsset(name: string): HttpRefusal {
  return new HttpRefusal(404, 'not_found', `the page has no file ${name}`, 'Load the page again.');
}
