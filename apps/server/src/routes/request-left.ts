import type { FastifyReply } from 'fastify';

/** Aborts when the connection of a request closes: its sender has gone, or has the answer. */
export function whenLeft({ raw }: FastifyReply): AbortSignal {
  const left = new AbortController();
  raw.on('close', () => left.abort());
  return left.signal;
}
