/** What a listing and a HEAD show of an object. */
export interface ObjectInfo {
  /** Raw UTF-8, not percent-encoded. */
  readonly key: string;
  /** In bytes. */
  readonly size: number;
  /** MD5 of the content, 32 lower-case hex digits, without quotes. */
  readonly etag: string;
  /** S3 gives whole seconds. */
  readonly lastModified: Date;
}

/** A span of bytes: `start` up to, not including, `end`. */
export interface ByteSpan {
  readonly start: number;
  readonly end: number;
}

/** Which part of a listing is wanted, in the words of S3. */
export interface ListRequest {
  /** Only keys that start so; may end in the middle of a name. */
  readonly prefix: string;
  /** Keys that hold it after the prefix are grouped up to it; undefined groups nothing. */
  readonly delimiter: string | undefined;
  /** Only keys and groups that sort after it; any string, empty for the start. */
  readonly after: string;
  /** Most entries to give, one or more. */
  readonly limit: number;
}

/** One line of a listing: an object, or a group of keys with a common prefix. */
export type ListEntry =
  | { readonly kind: 'object'; readonly object: ObjectInfo }
  | { readonly kind: 'prefix'; readonly prefix: string };

/** A page of a listing, in the order of S3 (UTF-8 bytes). */
export interface ListPage {
  readonly entries: readonly ListEntry[];
  /** Whether more entries follow. */
  readonly truncated: boolean;
}

/** Where the simulator's objects come from. */
export interface ObjectSource {
  /** The object of that key; undefined when there is none. */
  stat(key: string): Promise<ObjectInfo | undefined>;
  /** Bytes of an object that `stat` found, in order. Throws while iterating when the object has gone. */
  read(key: string, span: ByteSpan): AsyncIterable<Uint8Array>;
  /** One page of the listing; does no more work than the page needs. */
  list(request: ListRequest): Promise<ListPage>;
}
