import type { ClientOptions } from '@tapehaul/client';
import { TapehaulError } from '@tapehaul/errors';
import { networkOf, proxyRefused } from '@tapehaul/network';
import { currentSpan, traceparentOf } from '@tapehaul/tracing';

/**
 * How the service at an address is reached: with the token TAPEHAUL_TOKEN, over the proxy and the certificate authorities of
 * the environment, under the present span. Throws a TapehaulError `config_invalid` for what is no address.
 */
export function serviceAt(url: string, env: NodeJS.ProcessEnv): ClientOptions {
  if (!/^https?:/i.test(url) || !URL.canParse(url)) throw noAddress(url);
  const { TAPEHAUL_TOKEN: token } = env;
  const span = currentSpan()?.spanContext();
  const traceparent = span && traceparentOf(span);
  const network = networkOf(env);
  return {
    url,
    async fetch(request: Request): Promise<Response> {
      const answer = await network.fetch(request).catch((thrown: unknown) => {
        throw thrown instanceof TapehaulError ? unreachable(url, thrown) : thrown;
      });
      if (answer.ok && answer.body !== null && !OURS.test(answer.headers.get('content-type') ?? '')) {
        throw otherServer(url);
      }
      const { proxy, isWhole } = network.routeTo(url);
      // The service itself says everything as JSON.
      const isOurs = answer.ok || /json/.test(answer.headers.get('content-type') ?? '');
      if (proxy === undefined || !isWhole || isOurs) return answer;
      throw proxyRefused(proxy, new URL(url).host, answer.status);
    },
    ...(token === undefined ? {} : { token }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

function noAddress(url: string): TapehaulError {
  return new TapehaulError('config_invalid', `--server is "${url}", expected an address`, {
    hint: 'For example: --server http://127.0.0.1:8080',
  });
}

/** Types of what a service answers: data, problems and events. */
const OURS = /json|event-stream/;

/** The error of an address where something else answers, such as a web server with a page of its own. */
function otherServer(url: string): TapehaulError {
  return new TapehaulError(
    'config_invalid',
    `--server is "${url}", where another server than tapehaul answers`,
    {
      hint: 'Check the address given with --server: host, port and path.',
    },
  );
}

/** The error of a service that gave no answer, with its address. */
function unreachable(url: string, error: TapehaulError): TapehaulError {
  if (error.code === 'config_invalid') {
    return error.withMessage(`--server is "${url}", but ${error.message}`);
  }
  const isOurs = error.code === 'connection_failed';
  return error.withMessage(`the service at ${url} cannot be reached: ${error.message}`, {
    ...(isOurs ? { hint: 'Check the address given with --server, and that the service runs.' } : {}),
  });
}
