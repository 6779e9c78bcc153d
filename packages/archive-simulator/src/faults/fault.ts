/** One way to misbehave. */
export type Fault =
  /** An error as S3 XML; with `body`, that text as HTML instead, whatever the status. */
  | {
      readonly kind: 'status';
      readonly status: number;
      /** S3 error code; the usual one of the status if not given. */
      readonly code?: string;
      /** Sent as `Retry-After`. */
      readonly retryAfterSeconds?: number;
      readonly body?: string;
    }
  /** The connection is reset: at once, before any header, or after that many bytes of the body. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** The full length is announced, but the connection is closed after that many bytes of the body. */
  | { readonly kind: 'truncate'; readonly bytes: number }
  /** Nothing more is sent, at once or after that many bytes of the body, until the client leaves. */
  | { readonly kind: 'stall'; readonly afterBytes?: number }
  /** The byte in the middle of the body is another one; headers are those of the true object. */
  | { readonly kind: 'alter' }
  /** The key does not exist: 404 NoSuchKey. Listings still show it. */
  | { readonly kind: 'missing' }
  /** The object has these bytes, and their ETag. Listings still show the true size. */
  | { readonly kind: 'replace'; readonly body: Uint8Array }
  /** The right answer, late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The right answer, once the promise is fulfilled. */
  | { readonly kind: 'hold'; readonly until: Promise<void> };
