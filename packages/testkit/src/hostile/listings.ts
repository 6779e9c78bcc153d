import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Act, Exchange } from './server.ts';

/** What a listing of a hostile source comes to. */
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
function entry(number: number, given: Readonly<Record<string, string>> = {}): string {
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
const entries = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => entry(from + index)).join('');
const bucketOf = ({ path }: Exchange): string => path.split('/')[1] ?? '';

/** A page of a listing; with a token, one of several. */
function pageOf(exchange: Exchange, content: string, token?: string): string {
  const more =
    token === undefined
      ? '<IsTruncated>false</IsTruncated>'
      : `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`;
  return `<?xml version="1.0"?><ListBucketResult><Name>${bucketOf(exchange)}</Name>${more}${content}</ListBucketResult>`;
}
const sends =
  (make: (exchange: Exchange) => string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Act =>
  async (exchange) => {
    const body = make(exchange);
    await exchange.answer({ 'content-length': Buffer.byteLength(body), ...headers }, body);
    return 'keep';
  };
const page = (content: string, token?: string): Act => sends((exchange) => pageOf(exchange, content, token));
/** Two right entries around a wrong one. */
const between = (wrong: string): Act => page(entry(1) + wrong + entry(3));
const refuses = (line: string, code: string): Act => {
  return async ({ answer }) => {
    const body = `<Error><Code>${code}</Code><Message>\u001b[2Jno</Message></Error>`;
    await answer({ 'content-length': body.length }, body, line);
    return 'keep';
  };
};
const firstThen =
  (first: Act, rest: Act): Act =>
  (exchange) =>
    (exchange.nth === 0 ? first : rest)(exchange);
const folder = (name: string): string => `<CommonPrefixes><Prefix>${PREFIX}${name}</Prefix></CommonPrefixes>`;

/** What hostile and broken sources do with listings. */
export const LISTINGS: readonly ListingBehaviour[] = [
  { name: 'the same token again and again', act: page(entry(1), 'again'), ends: 'failed listing_invalid' },
  {
    name: 'ever-new tokens for the same page',
    act: sends((exchange) => pageOf(exchange, entries(1, 3), `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'ever-new tokens and no entries',
    act: sends((exchange) => pageOf(exchange, '', `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'names that go down from page to page',
    act: sends((exchange) => pageOf(exchange, entry(1_000 - exchange.nth), `t${exchange.nth}`)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'two pages without entries among others',
    act: sends((exchange) => {
      const { nth } = exchange;
      return nth < 4
        ? pageOf(exchange, nth === 0 ? entry(1) : nth === 3 ? entry(2) : '', `t${nth}`)
        : pageOf(exchange, entry(3));
    }),
    ends: 'listed 3',
  },
  {
    name: 'more pages, but no token',
    act: sends((exchange) => pageOf(exchange, '', 'x').replace(/<Next.*Token>/, '')),
    ends: 'failed server_error',
  },
  {
    name: 'a token of a hundred kilobytes',
    act: page(entry(1), 't'.repeat(100_000)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'folders without end',
    folders: true,
    act: sends((exchange) => {
      const from = 1_000_000 + exchange.nth * 10_000;
      const names = Array.from({ length: 10_000 }, (_, index) => folder(`S${from + index}/`));
      return pageOf(exchange, names.join(''), `t${exchange.nth}`);
    }),
    ends: 'failed listing_invalid',
  },
  {
    name: 'folders that are none',
    folders: true,
    act: page(folder('A/') + folder('B/C/') + folder('../') + folder('') + folder('D')),
    ends: 'listed 2 and 3 problems',
  },
  {
    name: 'a page of 1.5 GB',
    act: async (exchange) => {
      await exchange.answer({ 'content-length': 1_500_000_000 });
      await exchange.send(pageOf(exchange, '').slice(0, 60));
      await exchange.forEver(entries(1, 500), 2);
    },
    ends: 'failed listing_invalid',
  },
  {
    name: 'a page without length and end',
    act: async (exchange) => {
      await exchange.answer({ connection: 'close' });
      await exchange.forEver(' '.repeat(64 * 1_024), 2);
    },
    ends: 'failed listing_invalid',
  },
  { name: 'a Size of -1', act: between(entry(2, { Size: '-1' })), ends: 'listed 2 and 1 problem' },
  { name: 'a Size of NaN', act: between(entry(2, { Size: 'NaN' })), ends: 'listed 2 and 1 problem' },
  { name: 'a Size of 1e400', act: between(entry(2, { Size: '1e400' })), ends: 'listed 2 and 1 problem' },
  {
    name: 'a Size above the five tebibytes of S3',
    act: between(entry(2, { Size: '5497558138881' })),
    ends: 'listed 2 and 1 problem',
  },
  { name: 'no Size', act: between(entry(2).replace(/<Size>.*<.Size>/, '')), ends: 'listed 2 and 1 problem' },
  {
    name: 'a LastModified that is no date',
    act: between(entry(2, { LastModified: 'yesterday' })),
    ends: 'listed 3 and 1 problem',
  },
  {
    name: 'a LastModified of the year 999999',
    act: between(entry(2, { LastModified: '999999-13-99T99:99:99Z' })),
    ends: 'listed 3 and 1 problem',
  },
  {
    name: 'an ETag of a megabyte',
    act: between(entry(2, { ETag: 'e'.repeat(1_000_000) })),
    ends: 'listed 3',
  },
  { name: 'no key', act: between(entry(2, { Key: '' })), ends: 'listed 2 and 1 problem' },
  {
    name: 'a key outside the prefix',
    act: between(entry(2, { Key: 'data2/secret.zip' })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key with ..',
    act: between(entry(2, { Key: `${PREFIX}../../../etc/passwd` })),
    ends: 'listed 3',
  },
  {
    name: 'a key with line breaks and escapes',
    act: between(entry(2, { Key: `${PREFIX}a&#10;&#27;[2Jb.zip` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key with bidirectional controls',
    act: between(entry(2, { Key: `${PREFIX}a\u202eb.zip` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'a key of five thousand letters',
    act: between(entry(2, { Key: `${PREFIX}${'a'.repeat(5_000)}` })),
    ends: 'listed 2 and 1 problem',
  },
  {
    name: 'an entry of unknown elements',
    act: between(entry(2, { Evil: '<a><b/></a>' })),
    ends: 'listed 3',
  },
  {
    name: 'a thousand wrong entries',
    act: between(entry(2, { Size: 'x' }).repeat(1_000)),
    ends: 'listed 2 and 1000 problems',
  },
  {
    name: 'a compressed page',
    act: sends((exchange) => gzipSync(pageOf(exchange, entry(1))), { 'content-encoding': 'gzip' }),
    ends: 'failed listing_invalid',
  },
  {
    name: 'a document type that grows without bounds',
    act: sends((exchange) => {
      const grown = Array.from(
        { length: 30 },
        (_, index) => `<!ENTITY e${index + 1} "&e${index};&e${index};">`,
      );
      return `<!DOCTYPE x [<!ENTITY e0 "boom">${grown.join('')}]>${pageOf(exchange, entry(1, { ETag: '&e30;' })).replace(/<\?.*\?>/, '')}`;
    }),
    ends: 'failed listing_invalid',
  },
  {
    name: 'a document type that reads a file',
    act: sends(
      (exchange) =>
        `<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>${pageOf(exchange, entry(1, { ETag: '&f;' })).replace(/<\?.*\?>/, '')}`,
    ),
    ends: 'failed listing_invalid',
  },
  {
    name: 'a million elements in each other',
    act: sends((exchange) => pageOf(exchange, '<a>'.repeat(1_000_000))),
    ends: 'failed listing_invalid',
  },
  {
    name: 'a page whose end is missing',
    act: sends((exchange) => pageOf(exchange, entries(1, 3)).slice(0, -40)),
    ends: 'failed listing_invalid',
  },
  {
    name: 'a page of another bucket',
    act: sends((exchange) => pageOf(exchange, entry(1)).replace(/<Name>.*<.Name>/, '<Name>other</Name>')),
    ends: 'failed server_error',
  },
  {
    name: 'a login page',
    act: sends(() => '<html><body>please log in<br></body></html>'),
    ends: 'failed server_error',
  },
  { name: 'an empty page', act: sends(() => ''), ends: 'failed server_error' },
  { name: 'JSON', act: sends(() => '{"keys":[]}'), ends: 'failed server_error' },
  {
    name: 'random bytes',
    act: sends(() => Buffer.from('\0\xff\xfe<\0>'.repeat(100), 'latin1')),
    ends: 'failed server_error',
  },
  { name: 'a 403', act: refuses('403 Forbidden', 'AccessDenied'), ends: 'failed access_denied' },
  {
    name: 'an error in place of a page, without end',
    act: async (exchange) => {
      await exchange.send('HTTP/1.1 500 Oops\r\n\r\n<Error>');
      await exchange.forEver('x'.repeat(64 * 1_024), 2);
    },
    ends: 'failed listing_invalid',
  },
  {
    name: 'a 503, once',
    act: firstThen(refuses('503 Slow Down', 'SlowDown'), page(entry(1))),
    ends: 'listed 1',
  },
  {
    name: 'a connection that breaks off in the page, once',
    act: firstThen(
      async (exchange) => {
        await exchange.answer({ 'content-length': 10_000 }, '<?xml');
        exchange.socket.resetAndDestroy();
      },
      page(entry(1)),
    ),
    ends: 'listed 1',
  },
  {
    name: 'a connection that is closed in the page, once',
    act: firstThen(({ answer }) => answer({ 'content-length': 10_000 }, '<?xml'), page(entry(1))),
    ends: 'listed 1',
  },
  {
    name: 'a page of which a byte comes now and then',
    act: async (exchange) => {
      const text = pageOf(exchange, entry(1));
      await exchange.answer({ 'content-length': text.length });
      for (const letter of text) {
        await exchange.send(letter);
        await sleep(50);
      }
    },
    ends: 'failed too_slow',
  },
  { name: 'a page that never comes', act: ({ left }) => left(), ends: 'failed stalled' },
  {
    name: 'no HTTP at all',
    act: ({ send }) => send('220 mail.example ESMTP\r\n'),
    ends: 'failed server_error',
  },
];
