/** An S3 server and bucket that hold the archive, or a copy of it. */
export interface ArchiveSource {
  /** Address of the server, with its scheme. */
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
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
