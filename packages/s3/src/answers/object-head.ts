import { contentRange } from './content-range.ts';
import { isoTime } from './iso-time.ts';
import type { ObjectHead } from './object-reader.ts';

/** Headers of an answer by their names in lower case. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** What the headers of an answer say of an object. */
export function headOf(headers: Headers, shared: boolean): ObjectHead {
  const length = headerText(headers['content-length']);
  return {
    length: length === undefined ? null : Number(length),
    etag: headerText(headers.etag)?.replaceAll('"', '') ?? null,
    lastModified: isoTime(headerText(headers['last-modified'])),
    part: contentRange(headerText(headers['content-range'])),
    shared,
  };
}

/** A header's value; the first of several. */
export function headerText(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
