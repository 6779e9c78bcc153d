/**
 * Whether trying again can help: `never`, `later` (the caller's backoff decides when), or not before a
 * number of milliseconds that the server requested (Retry-After).
 */
export type Retry = 'never' | 'later' | { readonly afterMs: number };

/** What each error code means by default: whether a retry can help, and the exit status it calls for. */
export interface CodeMeaning {
  readonly retry: Retry;
  /** Process exit status: 1 failed, 2 usage, 3 some files failed, 5 temporary, 6 integrity, 7 disk, 130 signal. */
  readonly exit: 1 | 2 | 3 | 5 | 6 | 7 | 130;
}

const never = { retry: 'never', exit: 3 } as const;
const later = { retry: 'later', exit: 3 } as const;
const usage = { retry: 'never', exit: 2 } as const;
const integrity = { retry: 'never', exit: 6 } as const;
const disk = { retry: 'never', exit: 7 } as const;

/** Every error code of tapehaul. Codes are stable: scripts and alerts may match on them. */
export const CODES = {
  // What the caller requested
  config_invalid: usage,
  config_unreadable: usage,
  matrix_invalid: usage,
  key_invalid: usage,
  cursor_invalid: usage,
  run_not_found: usage,
  run_complete: usage,
  run_ended: usage,
  plan_changed: usage,
  source_not_allowed: usage,
  storage_not_allowed: usage,

  // What the source answered
  not_found: never,
  access_denied: never,
  bucket_not_found: never,
  request_refused: never,
  throttled: later,
  server_error: later,
  connection_failed: later,
  truncated: later,
  stalled: later,
  too_slow: later,
  timed_out: later,
  changed_upstream: later,
  listing_invalid: never,

  // The way to it
  proxy_refused: later,
  proxy_unreachable: later,
  tls_untrusted: never,
  name_not_resolved: later,
  address_refused: never,

  // What the bytes are
  too_large: never,
  size_mismatch: later,
  not_a_zip: later,
  zip_refused: never,
  checksum_mismatch: later,
  sidecar_invalid: later,
  checksum_disputed: integrity,

  // This machine
  disk_full: disk,
  disk_failed: disk,
  file_failed: disk,
  target_blocked: disk,

  // The parts of tapehaul
  engine_unavailable: { retry: 'never', exit: 1 },
  engine_crashed: later,
  table_writer_missing: { retry: 'never', exit: 1 },
  table_failed: later,
  no_result: later,
  catalog_newer: usage,
  catalog_failed: disk,
  catalog_malformed: disk,
  store_newer: usage,
  store_failed: disk,
  store_malformed: disk,
  batch_lost: { retry: 'never', exit: 5 },
  output_in_use: { retry: 'later', exit: 5 },
  cancelled: { retry: 'never', exit: 130 },
  illegal_move: { retry: 'never', exit: 1 },
  internal: { retry: 'never', exit: 1 },
} as const satisfies Record<string, CodeMeaning>;

/** A stable name for what went wrong. */
export type ErrorCode = keyof typeof CODES;

/**
 * Process exit status of a command that ends with an error of that code: what {@link CODES} says. A code about single
 * files means here that the whole failed: 5 where trying again later can help, else 1.
 */
export function exitStatusOf(code: ErrorCode, retry: Retry = CODES[code].retry): number {
  const { exit } = CODES[code];
  if (exit !== never.exit) return exit;
  return retry === 'never' ? 1 : 5;
}

/** What an error has to say of itself for its exit status. */
export interface Exiting {
  readonly code: ErrorCode;
  readonly retry: Retry;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** Exit statuses that a stop may call for: a limit was reached, SIGINT, SIGTERM. */
const STOPS: ReadonlySet<unknown> = new Set([5, 130, 143]);

/**
 * Process exit status of a command that ends with that error: {@link exitStatusOf} its code, except for a stop whose fact
 * `exit_status` says what stopped it.
 */
export function exitStatusOfError({ code, retry, facts }: Exiting): number {
  const status = facts?.exit_status;
  return code === 'cancelled' && STOPS.has(status) ? Number(status) : exitStatusOf(code, retry);
}
