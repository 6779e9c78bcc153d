import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal } from './http-refusal.ts';
import { type KeptToken, shownToken, tokenOf } from './tokens.ts';

/** How often a sender may come. */
export interface RateLimitOptions {
  /** Requests of one sender in a minute; one that only reads counts a tenth. */
  readonly rate: number;
  readonly tokens: readonly KeptToken[];
  /** Routes that may be requested as often as one likes. */
  readonly probes: ReadonlySet<string>;
}

const MINUTE = 60_000;
/** Senders that are remembered, those of the latest requests. */
const MOST_SENDERS = 5_000;
/** What a request counts, in tenths. */
const WHOLE = 10;
const READING = 1;
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/**
 * Limits the requests of each sender: of a token, wherever it comes from; else of an address, of IPv6 its network. A page reads a lot, so
 * reading counts a tenth, but not of those who have no token where one is needed.
 */
export async function limitRate(
  server: FastifyInstance,
  { rate, tokens, probes }: RateLimitOptions,
): Promise<void> {
  await server.register(rateLimit, {
    global: false,
    max: rate,
    timeWindow: MINUTE,
    store: SenderCounts,
    keyGenerator: (request) => keyOf(request, tokens),
    allowList: ({ routeOptions }) => probes.has(routeOptions.url ?? ''),
    errorResponseBuilder: (_, { after }) =>
      new HttpRefusal(429, 'too_many_requests', 'too many requests', `Try again after ${after}.`),
  });
  server.addHook('onRequest', server.rateLimit());
}

/** The sender of a request, behind what the request counts. */
function keyOf({ headers, method, ip }: FastifyRequest, tokens: readonly KeptToken[]): string {
  const shown = shownToken(headers);
  const token = shown === undefined ? undefined : tokenOf(shown, tokens);
  const isKnown = tokens.length === 0 || token !== undefined;
  const weight = isKnown && SAFE.has(method) ? READING : WHOLE;
  return `${weight} ${token === undefined ? `address ${normalizeIP(ip)}` : `token ${token.name}`}`;
}

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;

/** What each sender has used of its present minute. */
class SenderCounts {
  readonly #used = new Map<string, { tenths: number; readonly until: number }>();

  incr(key: string, answer: Answer): void {
    const at = key.indexOf(' ');
    const [weight, sender] = [Number(key.slice(0, at)), key.slice(at + 1)];
    const now = Date.now();
    const known = this.#used.get(sender);
    const used = known === undefined || known.until <= now ? { tenths: 0, until: now + MINUTE } : known;
    used.tenths += weight;
    // Behind all others: the oldest are forgotten.
    this.#used.delete(sender);
    this.#used.set(sender, used);
    const [oldest] = this.#used.keys();
    if (this.#used.size > MOST_SENDERS && oldest !== undefined) this.#used.delete(oldest);
    answer(null, { current: Math.ceil(used.tenths / WHOLE), ttl: used.until - now });
  }

  child(): SenderCounts {
    return this;
  }
}
