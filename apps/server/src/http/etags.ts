import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * Gives an answer an `ETag` of its content, which callers keep and ask about: true where this caller has it already, and 304 is to be
 * sent in its stead.
 */
export function isKnownAnswer(request: FastifyRequest, reply: FastifyReply, answer: unknown): boolean {
  const digest = createHash('sha256').update(JSON.stringify(answer)).digest('base64url');
  const tag = `"${digest.slice(0, 27)}"`;
  // A weak one: the answer may be sent compressed.
  void reply.header('etag', `W/${tag}`).header('cache-control', 'no-cache');
  return isAmong(request.headers['if-none-match'], tag);
}

function isAmong(header: string | undefined, tag: string): boolean {
  const tags = (header ?? '').split(',').map((it) => it.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}
