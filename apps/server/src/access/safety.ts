import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal } from './http-refusal.ts';
import { Reach } from './reach.ts';
import { type KeptToken, shownToken, type TokenScope, tokenOf } from './tokens.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a token must allow; by default `read` for methods that change nothing, `write` for others. */
    scope?: TokenScope;
  }
}

/** Who may send requests. */
export interface SafetyOptions {
  /** Without any, everyone who can reach the address may do everything. */
  readonly tokens: readonly KeptToken[];
  /** Names that the service may be called by, beside loopback ones. */
  readonly hosts: readonly string[];
}

const LOOPBACK: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Addresses that reveal only that the service lives and how it is called. The files of the page have no data in them. */
const OPEN: ReadonlySet<string> = new Set([
  '/',
  '/assets/:file',
  '/livez',
  '/readyz',
  '/version',
  '/openapi.json',
  '/docs',
  '/docs/page.js',
  '/docs/swagger-ui.css',
  '/docs/swagger-ui-bundle.js',
]);
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** Addresses of the interface and of its description: what they do not have is answered as a problem, not with the page. */
const INTERFACE = /^\/(?:v1|docs|assets|openapi\.json|livez|readyz|version|metrics)(?:[/?]|$)/i;

/** Whether a person's browser opens an address that no route has: the page shows what it names, and has no data in itself. */
export function isPageRequest({ method, url, headers, routeOptions }: FastifyRequest): boolean {
  const wantsPage = /(?:^|,)\s*text\/html\b/i.test(headers.accept ?? '');
  return SAFE.has(method) && wantsPage && routeOptions.url === undefined && !INTERFACE.test(url);
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host) || host === '::1';
}

/**
 * Refuses what comes under another name (a page that has a name of its own point to loopback), from another origin, or
 * without the token that it needs.
 */
export function guard(server: FastifyInstance, options: SafetyOptions): void {
  server.decorateRequest('tokenName', '');
  server.decorateRequest('tokenScope', 'write');
  server.decorateRequest('reach');
  server.addHook('onRequest', async (request) => {
    requireOwnName(request, options);
    const { tokens } = options;
    const isOpen = tokens.length === 0 || OPEN.has(request.routeOptions.url ?? '') || isPageRequest(request);
    const token = isOpen ? undefined : authorize(request, tokens);
    request.tokenName = token?.name ?? '';
    request.tokenScope = token?.scope ?? 'write';
    request.reach = new Reach(token);
  });
}

/** Refuses what comes under another name, or from another origin. */
export function requireOwnName({ headers, raw }: FastifyRequest, { hosts: allowed }: SafetyOptions): void {
  // A target that names a host of its own would leave two names to choose from.
  if (raw.url?.startsWith('/') !== true) {
    throw new HttpRefusal(
      400,
      'target_invalid',
      'the request target is no path',
      'Give a path, such as /v1/runs.',
    );
  }
  // Names of hosts have no case.
  const hosts = allowed.map((name) => name.toLowerCase());
  const host = (headers.host ?? '').toLowerCase();
  const name = host.replace(/:\d+$/, '');
  if (!LOOPBACK.has(name) && !hosts.includes(name)) {
    throw new HttpRefusal(
      421,
      'host_unknown',
      `the service is not called ${name || 'nothing'}`,
      'Use its address, or start it with --allow-host.',
    );
  }
  const { origin } = headers;
  if (origin === undefined ? isForeign(headers) : !isOwn(origin, host, hosts)) {
    throw new HttpRefusal(
      403,
      'origin_refused',
      `a page of ${origin ?? 'another origin'} may not send requests`,
      'Send requests from the service itself, or start it with --allow-host.',
    );
  }
}

/** Whether a browser requests a page of another origin, and not since a person followed a link. */
function isForeign({ 'sec-fetch-site': site, 'sec-fetch-mode': mode }: IncomingHttpHeaders): boolean {
  return (site === 'cross-site' || site === 'same-site') && mode !== 'navigate';
}

/** Whether a page is the service's own, by the address of the request or by a name that was allowed. */
function isOwn(origin: string, host: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.host === host || (!isLoopback(page.hostname) && hosts.includes(page.hostname));
}

function authorize(request: FastifyRequest, tokens: readonly KeptToken[]): KeptToken {
  const shown = shownToken(request.headers);
  const token = shown === undefined ? undefined : tokenOf(shown, tokens);
  if (token === undefined) {
    throw new HttpRefusal(
      401,
      'token_missing',
      shown === undefined ? 'a token is needed' : 'the token is not one of this service',
      'Send it in the header Authorization, as Bearer TOKEN.',
    );
  }
  const { scope } = request.routeOptions.config;
  const needed = scope ?? (SAFE.has(request.method) ? 'read' : 'write');
  if (needed === 'write' && token.scope !== 'write') {
    throw new HttpRefusal(
      403,
      'scope_missing',
      `the token ${token.name} may only read`,
      'Use a token of scope write.',
    );
  }
  return token;
}
