import type { Act, Exchange } from '../serving/server.ts';

/** The listing of a hostile source. */
export interface ListingBehaviour {
  readonly name: string;
  readonly act: Act;
  /** Whether folders are listed, in place of objects. */
  readonly folders?: boolean;
  /** `listed N`, with `and N problems` where entries are wrong; or `failed` and the error's code. */
  readonly ends: string;
}

/** Below which names are listed. */
export const PREFIX = 'data/spot/daily/klines/BTCUSDT/1h/';
const keyOf = (number: number): string => `${PREFIX}BTCUSDT-1h-${String(number).padStart(9, '0')}.zip`;

/** An entry; what is given replaces the true elements. */
export function entry(number: number, given: Readonly<Record<string, string>> = {}): string {
  const elements = {
    Key: keyOf(number),
    LastModified: '2026-07-02T00:00:00.000Z',
    ETag: '&quot;0123456789abcdef&quot;',
    Size: '1000',
    ...given,
  };
  const inner = Object.entries(elements).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<Contents>${inner.join('')}</Contents>`;
}
/** Entries from a number on. */
export const entries = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => entry(from + index)).join('');
const bucketOf = ({ path }: Exchange): string => path.split('/')[1] ?? '';

/** A page of a listing; with a token, one of several. */
export function pageOf(exchange: Exchange, content: string, token?: string): string {
  const more =
    token === undefined
      ? '<IsTruncated>false</IsTruncated>'
      : `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`;
  return `<?xml version="1.0"?><ListBucketResult><Name>${bucketOf(exchange)}</Name>${more}${content}</ListBucketResult>`;
}
/** Sends what is made of the request, as one answer. */
export const sends =
  (make: (exchange: Exchange) => string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Act =>
  async (exchange) => {
    const body = make(exchange);
    await exchange.answer({ 'content-length': Buffer.byteLength(body), ...headers }, body);
    return 'keep';
  };
/** One page with this content; with a token, more are announced. */
export const page = (content: string, token?: string): Act =>
  sends((exchange) => pageOf(exchange, content, token));
/** Two right entries around a wrong one. */
export const between = (wrong: string): Act => page(entry(1) + wrong + entry(3));
/** Refuses with this status line and code of S3. */
export const refuses = (line: string, code: string): Act => {
  return async ({ answer }) => {
    const body = `<Error><Code>${code}</Code><Message>\u001b[2Jno</Message></Error>`;
    await answer({ 'content-length': body.length }, body, line);
    return 'keep';
  };
};
/** One thing at the first request, another at all later ones. */
export const firstThen =
  (first: Act, rest: Act): Act =>
  (exchange) =>
    (exchange.nth === 0 ? first : rest)(exchange);
/** A common prefix of a listing. */
export const folder = (name: string): string =>
  `<CommonPrefixes><Prefix>${PREFIX}${name}</Prefix></CommonPrefixes>`;
