import type { FastifyInstance } from 'fastify';
import { HttpRefusal } from '../access/http-refusal.ts';
import { isPageRequest } from '../access/safety.ts';
import { problemOf, sendProblem } from './problems.ts';

/**
 * Answers requests for which there is no route: 405 with `Allow` where the path has other methods, the page where a browser opens
 * an address of it, else 404.
 */
export function answerUnknownRoutes(server: FastifyInstance): void {
  const methods = new Map<string, Set<string>>();
  server.addHook('onRoute', ({ url, method }) => {
    const known = methods.get(url) ?? new Set();
    for (const one of [method].flat()) known.add(one);
    methods.set(url, known);
  });
  server.setNotFoundHandler((request, reply) => {
    const [path = ''] = request.url.split('?');
    const allowed = [...methods].find(([pattern]) => fits(path, pattern))?.[1];
    if (allowed === undefined) {
      if (isPageRequest(request)) return reply.sendPage();
      const refusal = new HttpRefusal(
        404,
        'not_found',
        `there is no ${request.method} ${path}`,
        'See /docs.',
      );
      return sendProblem(reply, problemOf(refusal));
    }
    const names = [...allowed].sort().join(', ');
    const detail = `${path} does not take ${request.method}`;
    reply.header('allow', names);
    return sendProblem(reply, problemOf(new HttpRefusal(405, 'method_not_allowed', detail, `Use ${names}.`)));
  });
}

/** Whether a path is one of a route: `/v1/runs/x` of `/v1/runs/:run`. */
function fits(path: string, pattern: string): boolean {
  const [names, wanted] = [path.split('/'), pattern.split('/')];
  if (names.length !== wanted.length) return false;
  return wanted.every((name, at) => (name.startsWith(':') ? names[at] !== '' : name === names[at]));
}
