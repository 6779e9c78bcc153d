import { TapehaulError } from '../error/tapehaul-error.ts';

/** What the codes of TLS say about the certificate of the other side. */
const UNTRUSTED: ReadonlyMap<string, string> = new Map([
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'it is signed by an authority that this machine does not trust'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'it is signed by an authority that this machine does not trust'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'it is signed by an authority that this machine does not trust'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'it is signed by a private authority that this machine does not trust'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it is self-signed, and this machine does not trust it'],
  ['CERT_HAS_EXPIRED', 'it has expired'],
  ['CERT_NOT_YET_VALID', 'it is not valid yet'],
  ['CERT_REVOKED', 'it was revoked'],
  ['CERT_REJECTED', 'it is marked as rejected'],
  ['CERT_SIGNATURE_FAILURE', 'its signature is wrong'],
  ['INVALID_CA', 'an authority that signed it is none'],
  ['INVALID_PURPOSE', 'it is not meant for servers'],
  ['PATH_LENGTH_EXCEEDED', 'its chain of authorities is too long'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'it is for another name'],
]);

const TIMES = new Set(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

const TRUST =
  "If your company inspects TLS or the server has a private certificate authority, write the authority's certificate (PEM) to a file and set NODE_EXTRA_CA_CERTS or SSL_CERT_FILE to its path.";
const NAME = 'Check the host name in the address; behind a proxy, check that it passes TLS through.';
const TIME = 'Check the clock of this machine; else the owner of the server must renew the certificate.';

/** An error of an attempt at TLS, with what Node adds. */
type HandshakeError = Error & { readonly code?: unknown; readonly host?: string; readonly reason?: unknown };

/**
 * The error of a connection that TLS refused, in plain words, without the text of OpenSSL; undefined for any other.
 * `tls_untrusted` where the certificate is at fault, `connection_failed` where the other side does not speak TLS.
 */
export function tlsError(chain: readonly Error[]): TapehaulError | undefined {
  for (const fault of chain as readonly HandshakeError[]) {
    const code = typeof fault.code === 'string' ? fault.code : '';
    const why = UNTRUSTED.get(code);
    if (why !== undefined) {
      const whose = fault.host === undefined ? 'the server' : fault.host;
      return new TapehaulError('tls_untrusted', `the certificate of ${whose} is refused: ${why}`, {
        cause: fault,
        facts: { errno: code },
        hint: code === 'ERR_TLS_CERT_ALTNAME_INVALID' ? NAME : TIMES.has(code) ? TIME : TRUST,
      });
    }
    if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) {
      const isPlain = /wrong version|packet length|http request/i.test(`${fault.message} ${code}`);
      return new TapehaulError(
        'connection_failed',
        isPlain ? 'the other side does not speak TLS' : 'the TLS connection could not be set up',
        {
          cause: fault,
          facts: { errno: code },
          ...(isPlain ? { retry: 'never' as const } : {}),
          hint: isPlain
            ? 'Write http:// in place of https:// if the server has no TLS; else check the port.'
            : 'Check that the server supports TLS 1.2 or newer, and any proxy that inspects TLS.',
        },
      );
    }
  }
  return undefined;
}
