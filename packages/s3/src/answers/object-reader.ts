/** What an answer's headers say of an object. */
export interface ObjectHead {
  /** Bytes that the body will have; null when the server does not say. */
  readonly length: number | null;
  /** Change token without quotes. */
  readonly etag: string | null;
  /** When the object was last modified, ISO 8601 UTC. */
  readonly lastModified: string | null;
  /** Offset of the body's first byte and size of the whole object, when the answer is a part of it. */
  readonly part: { readonly from: number; readonly total: number } | null;
  /** Whether other requests were in progress on its connection: a faulty server may have meant one of them. */
  readonly shared: boolean;
}

/** Which bytes are requested, and of which version. */
export interface ReadOptions {
  /** First and last byte, both included. */
  readonly range?: { readonly from: number; readonly to: number };
  /** Change token that the object must still have. */
  readonly ifMatch?: string;
  /** Whether the body is likely to be so short that another request may wait behind it on its connection. */
  readonly short?: boolean;
}

/** What to do after a chunk: continue, continue once there is room, or stop because enough has come. */
export type SinkDemand = 'more' | 'enough' | Promise<void>;

/** Takes what a reader brings. What it throws ends the request, and is what the reader rejects with. */
export interface BodySink {
  /** The object exists: called before its first byte. */
  start(head: ObjectHead): void;
  data(chunk: Buffer): SinkDemand;
}

/**
 * Reads one object with one request. Resolves once the whole body was taken, or the sink had enough. Rejects
 * with a TapehaulError for what the server answered, for a body that ends early or breaks off, and when no
 * byte comes for the idle time-out.
 */
export interface ObjectReader {
  /** Short reads that it prefers to have in progress at once. */
  readonly shortAtOnce: number;
  read(key: string, options: ReadOptions, sink: BodySink, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}
