import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Bytes from which compression saves more than it adds. */
const SMALLEST = 1_024;

/** Sends JSON answers with gzip to those who accept it. Events stay as they are, and so do the bodies of requests. */
export async function compressAnswers(server: FastifyInstance): Promise<void> {
  await server.register(compress, {
    encodings: ['gzip'],
    threshold: SMALLEST,
    zlibOptions: { level: 9 },
    customTypes: /^application\/(?:[\w.-]+\+)?json(?:;|$)/,
    globalDecompression: false,
  });
}
