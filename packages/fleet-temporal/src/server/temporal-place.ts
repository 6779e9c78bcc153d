/** How a connection to the server is encrypted: what PEM files hold. */
export interface TemporalTls {
  /** Certificate of the authority that signed the server's; those of the system by default. */
  readonly ca?: Uint8Array;
  /** Certificate of this client, with its key. */
  readonly certificate?: Uint8Array;
  readonly key?: Uint8Array;
  /** Name that the server's certificate is for, where it is not that of the address. */
  readonly serverName?: string;
}

/** Where batches are queued. */
export interface TemporalPlace {
  /** Host and port, such as `temporal.example:7233`. */
  readonly address: string;
  /** `default` by default. */
  readonly namespace?: string;
  /** `tapehaul` by default; also what ids of workflows begin with. */
  readonly taskQueue?: string;
  /** Encrypts the connection; with a certificate and key of its own, the client proves who it is. */
  readonly tls?: boolean | TemporalTls;
  /** Key of an account, such as one of Temporal Cloud. It is sent over an encrypted connection alone. */
  readonly apiKey?: string;
}
