import type { XMLParser } from 'fast-xml-parser';
import type { RawEntry } from './listing-entries.ts';

/** One page of a listing as the server sent it. */
export interface ListingPage {
  /** Name of the bucket; undefined when the page is no listing. */
  readonly bucket: string | undefined;
  /** Whether more pages follow; undefined when the page does not say. */
  readonly truncated: boolean | undefined;
  readonly token: string | undefined;
  readonly objects: readonly RawEntry[];
  readonly folders: readonly RawEntry[];
}

/** Why a text is no page of a listing. */
export type PageFault = 'compressed' | 'doctype' | 'malformed' | 'cut';

/** A document type is where entities are declared that grow without bounds or read files; S3 sends none. */
const DOCTYPE = /<!(?:DOCTYPE|ENTITY)/i;
const GZIP = Buffer.from([0x1f, 0x8b]);

/** Reads a page of ListObjectsV2, whose bytes are bounded by their reader, or says why it is none. */
export async function parsePage(bytes: Buffer): Promise<ListingPage | PageFault> {
  if (bytes.subarray(0, 2).equals(GZIP)) return 'compressed';
  const text = bytes.toString('utf8');
  if (DOCTYPE.test(text)) return 'doctype';
  const parser = await xmlParser();
  let document: unknown;
  try {
    document = parser.parse(text);
  } catch {
    return 'malformed';
  }
  const root = isRecord(document) ? document.ListBucketResult : undefined;
  if (!isRecord(root))
    return { bucket: undefined, truncated: undefined, token: undefined, objects: [], folders: [] };
  // A parser that forgives what is missing would take half a page for a whole one.
  if (!text.trimEnd().endsWith('</ListBucketResult>')) return 'cut';
  const { Name, IsTruncated, NextContinuationToken, Contents, CommonPrefixes } = root;
  return {
    bucket: typeof Name === 'string' ? Name : undefined,
    truncated: IsTruncated === 'true' ? true : IsTruncated === 'false' ? false : undefined,
    token: typeof NextContinuationToken === 'string' ? NextContinuationToken : undefined,
    objects: entries(Contents),
    folders: entries(CommonPrefixes),
  };
}

let loading: Promise<XMLParser> | undefined;

/** What parses a page: it takes time to load, which a run without listings does not need. */
function xmlParser(): Promise<XMLParser> {
  loading ??= import('fast-xml-parser').then(
    ({ XMLParser }) =>
      new XMLParser({
        ignoreAttributes: true,
        parseTagValue: false,
        trimValues: false,
        htmlEntities: true,
        isArray: (name) => name === 'Contents' || name === 'CommonPrefixes',
      }),
  );
  return loading;
}

function entries(value: unknown): RawEntry[] {
  return Array.isArray(value) ? value.map((entry: unknown) => (isRecord(entry) ? entry : {})) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
