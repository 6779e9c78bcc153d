import { TapehaulError } from '@tapehaul/errors';
import { proxyRefused, proxyUnreachable } from '@tapehaul/network';
import type { S5cmdSettings } from '../command/options.ts';

/** The words of Go for a proxy's refusal of CONNECT, which leave the number out. */
const REFUSALS: readonly (readonly [RegExp, number])[] = [
  [/: Proxy Authentication Required$|status code: 407/, 407],
  [/": Forbidden$/, 403],
  [/": Bad Gateway$/, 502],
  [/": Service Unavailable$/, 503],
  [/": Gateway Time-?out$/i, 504],
];
const SOCKS_LOGIN = /socks connect .*(authentication failed|no acceptable authentication)/;
const SOCKS_REFUSAL =
  /socks connect .*(not allowed by ruleset|host unreachable|network unreachable|server failure|connection refused$)/;
const PROXY_GONE = /proxyconnect|socks connect/;
const UNTRUSTED = /x509: |tls: failed to verify certificate/;
const NO_NAME = /no such host|server misbehaving|name resolution/;

/**
 * The error of trouble on the way to the source, in plain words, as s5cmd reports it: a certificate that it does not trust,
 * a name that it cannot resolve, a proxy. Undefined for any other text. Another engine may get through.
 */
export function routeError(
  key: string,
  text: string,
  { endpoint, network }: Pick<S5cmdSettings, 'endpoint' | 'network'>,
): TapehaulError | undefined {
  const { proxy } = network.routeTo(endpoint);
  const { host } = new URL(endpoint);
  const facts = { key, s5cmd: text };
  if (UNTRUSTED.test(text)) {
    const message = `${key}: s5cmd does not trust the certificate of ${host}`;
    const hint =
      'Write the certificate (PEM) of the authority to a file, and set SSL_CERT_FILE or NODE_EXTRA_CA_CERTS to its path.';
    return new TapehaulError('tls_untrusted', message, { facts, hint });
  }
  if (proxy !== undefined) {
    const cause = new Error(text);
    const status = REFUSALS.find(([pattern]) => pattern.test(text))?.[1];
    if (status !== undefined) return proxyRefused(proxy, host, status, cause);
    if (SOCKS_LOGIN.test(text)) return proxyRefused(proxy, host, 407, cause);
    if (SOCKS_REFUSAL.test(text) && !text.includes('dial tcp')) return proxyRefused(proxy, host, 502, cause);
    if (PROXY_GONE.test(text)) return proxyUnreachable(proxy, host, cause, 's5cmd gets no connection to it');
  }
  if (NO_NAME.test(text)) {
    const message = `${key}: s5cmd cannot resolve the name ${host}`;
    const hint = 'Check source.endpoint and the name server of this machine.';
    return new TapehaulError('name_not_resolved', message, { facts, hint });
  }
  return undefined;
}
