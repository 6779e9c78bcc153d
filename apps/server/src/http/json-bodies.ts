import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../access/http-refusal.ts';

/** How deep a body may be nested: a configuration has four levels. */
const MOST_DEPTH = 32;

/** Has a server take JSON as the only type of bodies; one of no length is none: clients name a type also without a body. */
export function takeJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    const { 'content-encoding': encoding = 'identity' } = request.headers;
    if (encoding !== 'identity') {
      done(
        new HttpRefusal(
          415,
          'encoding_unsupported',
          `got the encoding ${encoding}`,
          'Send the body as it is.',
        ),
      );
    } else if (body === '') done(null, undefined);
    else if (isTooDeep(body)) {
      const message = `the body is nested deeper than ${MOST_DEPTH} levels`;
      done(
        new HttpRefusal(422, 'too_deep', message, 'Send a configuration as docs/configuration.md has it.'),
      );
    } else void parse(request, body, done);
  });
}

/** Whether a JSON text is nested too deep, found without recursion: parsers and checks would overflow their stack. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  // Texts, with what is escaped in them, and brackets.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[{]|[\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MOST_DEPTH) return true;
  }
  return false;
}
