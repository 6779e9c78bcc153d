import type { FastifyInstance } from 'fastify';

/**
 * What every answer says to a browser: it is of the type that it names, is shown in no frame and run as no page, is not for other
 * origins, and is kept nowhere.
 */
export const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
} as const;

/** Puts {@link SAFE_HEADERS} on every answer; a route may say something of its own. */
export function addSafeHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (_, reply) => {
    reply.headers(SAFE_HEADERS);
  });
}
