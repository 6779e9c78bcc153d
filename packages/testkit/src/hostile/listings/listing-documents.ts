import { gzipSync } from 'node:zlib';
import { entries, entry, type ListingBehaviour, pageOf, sends } from './listing-page.ts';

/** Pages that are no listing, or XML that must not be followed. */
export const LISTING_DOCUMENTS: readonly ListingBehaviour[] = [
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
];
