import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

/** Bytes from which compression saves more than it adds. */
const SMALLEST = 1_024;
/** Answers are made once and sent once: the last percent is not worth delaying all other requests. */
const BROTLI_QUALITY = 5;

/**
 * Sends JSON answers with brotli or gzip to those who accept it. Events and lines of a stream stay as they are, and so do the bodies of
 * requests.
 */
export async function compressAnswers(server: FastifyInstance): Promise<void> {
  await server.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: SMALLEST,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    zlibOptions: { level: 9 },
    customTypes: /^application\/(?:[\w.-]+\+)?json(?:;|$)/,
    globalDecompression: false,
  });
}
