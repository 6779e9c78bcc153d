import { type ArchiveSource, bucketAddress } from '@tapehaul/archive';
import { TapehaulError } from '@tapehaul/errors';
import { ANOTHER_ANSWERS } from '../answers/wrong-answers.ts';
import type { ListingPage, PageFault } from './listing-page.ts';

/** What came is no whole page of a listing. */
export function notWhole(prefix: string, { bucket, truncated }: ListingPage): TapehaulError {
  const message = `listing of ${prefix}: what came is no whole listing of the bucket`;
  const facts = { prefix, name: bucket ?? null, truncated: truncated ?? null };
  return new TapehaulError('server_error', message, { facts, hint: ANOTHER_ANSWERS });
}

const FAULTS: Readonly<Record<PageFault, string>> = {
  compressed: 'it is compressed, which was not requested',
  doctype: 'it has a document type, which S3 never sends',
  malformed: 'it is no XML',
  cut: 'its end is missing',
};

/** What came is no page of a listing at all. */
export function noListing(prefix: string, fault: PageFault): TapehaulError {
  return invalid(prefix, `the page is not valid: ${FAULTS[fault]}`, { fault });
}

/** A page of more bytes than are read. */
export function tooLongPage(prefix: string, most: number): TapehaulError {
  return invalid(prefix, `the page has more than ${most} bytes`, { most });
}

/** A plain HTTP server has no listings; what else can be wrong with it is reported unchanged. */
export function withoutListing(source: ArchiveSource, cause?: TapehaulError): TapehaulError {
  if (cause !== undefined && !ANSWERS.has(cause.code)) return cause;
  const message = `${bucketAddress(source)} does not answer as an S3 server when a listing is requested (source.style is none)`;
  return new TapehaulError('request_refused', message, {
    cause,
    hint: 'Set planning to matrix, which needs no listing, or name an S3 server in source.',
  });
}

/** What an answer that is no listing is taken for. */
const ANSWERS: ReadonlySet<string> = new Set([
  'server_error',
  'listing_invalid',
  'request_refused',
  'not_found',
  'internal',
  'bucket_not_found',
  'access_denied',
]);

/** A listing that continues where it has been before would never end. */
export function endless(prefix: string, token: string): TapehaulError {
  return invalid(prefix, 'the server continues with a page that it has sent before', { token });
}

/** A token of more characters than are sent back. */
export function tooLongToken(prefix: string, length: number): TapehaulError {
  return invalid(prefix, `the token of the next page has ${length} characters`, { length });
}

/** A listing whose pages bring nothing new would never end. */
export function noProgress(prefix: string, pages: number): TapehaulError {
  return invalid(prefix, `the last ${pages} pages brought no new names, and more are announced`, { pages });
}

/** A listing of more than the archive can have. */
export function tooMany(prefix: string, pages: number, entries: number): TapehaulError {
  return invalid(prefix, `it does not end: ${entries} entries on ${pages} pages`, { pages, entries });
}

function invalid(prefix: string, words: string, facts: object): TapehaulError {
  return new TapehaulError('listing_invalid', `listing of ${prefix}: ${words}`, {
    facts: { prefix, ...facts },
    hint: ANOTHER_ANSWERS,
  });
}
