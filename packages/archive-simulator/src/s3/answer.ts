import { renderXml } from './xml.ts';

/** What goes back to a client, before any fault. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body;
}

/** The bytes of an answer and how many there are. A HEAD announces them and sends none. */
export interface Body {
  readonly length: number;
  readonly chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

export const EMPTY_BODY: Body = { length: 0, chunks: [] };

/** A body whose bytes are at hand. */
function bodyOf(bytes: Uint8Array): Body {
  return { length: bytes.length, chunks: [bytes] };
}

/** An answer of text, such as an XML document or an HTML page. */
export function textAnswer(status: number, contentType: string, text: string): Answer {
  return { status, headers: { 'content-type': contentType }, body: bodyOf(Buffer.from(text)) };
}

/** A successful XML document with the S3 namespace. */
export function xmlAnswer(root: string, content: object): Answer {
  return textAnswer(200, 'application/xml', renderXml(root, content));
}
