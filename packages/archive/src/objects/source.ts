/** Where the name of the bucket stands in an address: in its path, in front of its host, or nowhere. */
export const SOURCE_STYLES = ['path', 'host', 'none'] as const;

/** `path`: `https://host/bucket/key`; `host`: `https://bucket.host/key`; `none`: `https://host/key`. */
export type SourceStyle = (typeof SOURCE_STYLES)[number];

/** A server that holds the archive, or a copy of it. */
export interface ArchiveSource {
  /** Address of the server, with its scheme and without the bucket. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  /** Leads every key, without slashes at its ends: a copy that begins below a folder. None by default. */
  readonly prefix?: string | undefined;
  /** Where the bucket stands in the address; `path` by default. */
  readonly style?: SourceStyle | undefined;
}

/**
 * The public archive. Listings and objects are answered there without a signature, path style (lostleaf
 * binance_datatool; the page of the archive carries the same address).
 */
export const PUBLIC_ARCHIVE = {
  endpoint: 'https://s3.ap-northeast-1.amazonaws.com',
  bucket: 'data.binance.vision',
  region: 'ap-northeast-1',
} as const satisfies ArchiveSource;

/** What an address of a source consists of. */
export type SourceAddress = Omit<ArchiveSource, 'region'>;

/** Address of the bucket itself, without a slash at its end; the prefix is not part of it. */
export function bucketAddress({ endpoint, bucket, style = 'path' }: SourceAddress): string {
  const { protocol, host, pathname } = new URL(endpoint);
  const path = pathname.replace(/\/$/, '');
  if (style === 'none') return `${protocol}//${host}${path}`;
  if (style === 'host') return `${protocol}//${bucket}.${host}${path}`;
  return `${protocol}//${host}${path}/${encodeURIComponent(bucket)}`;
}

/** Address that the keys of the archive follow: of the bucket, and the prefix. */
export function sourceAddress(source: SourceAddress): string {
  const { prefix = '' } = source;
  return prefix === '' ? bucketAddress(source) : `${bucketAddress(source)}/${prefix}`;
}

/** The key that an object of the archive has at a source. */
export function keyAtSource({ prefix = '' }: Pick<ArchiveSource, 'prefix'>, key: string): string {
  return prefix === '' ? key : `${prefix}/${key}`;
}
