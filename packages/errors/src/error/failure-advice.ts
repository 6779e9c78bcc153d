import type { ErrorCode } from './codes.ts';

/** What a failure with some code calls for. */
export interface FailureAdvice {
  /** Who has to act: we, by another attempt once what the hint names is done, or only the archive. */
  readonly fault: 'ours' | 'archive';
  /** Whether another attempt can succeed: true where we have to act. */
  readonly retryHelps: boolean;
  /** What to do about it, as a sentence. */
  readonly hint: string;
}

const ours = (hint: string): FailureAdvice => ({ fault: 'ours', retryHelps: true, hint });
const settled = (hint: string): FailureAdvice => ({ fault: 'archive', retryHelps: false, hint });

const REQUEST = ours('Correct the request, then start it again.');
const RECORD = ours('Check the record of the output directory with tapehaul doctor, then retry.');
const STORE = ours('Check the data directory of the service, then retry.');
const REPORT = ours('Retry, and report this if it happens again.');

const ADVICE: Readonly<Record<ErrorCode, FailureAdvice>> = {
  config_invalid: REQUEST,
  config_unreadable: REQUEST,
  matrix_invalid: REQUEST,
  key_invalid: REQUEST,
  cursor_invalid: REQUEST,
  run_not_found: REQUEST,
  run_complete: REQUEST,
  run_ended: REQUEST,
  plan_changed: ours('Plan again, then start the new plan.'),
  source_not_allowed: REQUEST,
  storage_not_allowed: REQUEST,

  not_found: settled('Nothing to do: a later collection fetches it once the archive has it.'),
  access_denied: ours(
    'Check the address of the source, its credentials and any firewall; retry once the source allows the request.',
  ),
  bucket_not_found: ours('Correct source.bucket and source.endpoint, then retry.'),
  request_refused: ours(
    'Read the message: the source refused the request itself. Correct the source, then retry.',
  ),
  throttled: ours('Lower max_parallel_downloads, then retry: the source limits the rate of requests.'),
  server_error: ours('Retry later: the source had a fault.'),
  connection_failed: ours('Check the network and any proxy, then retry.'),
  truncated: ours('Retry: the connection ended before the whole file was received.'),
  stalled: ours('Check the network, or raise timeout_seconds, then retry.'),
  too_slow: ours('Lower low_speed_limit or max_parallel_downloads, then retry.'),
  timed_out: ours('Raise timeout_seconds, then retry.'),
  changed_upstream: ours('Retry: the archive replaced the file while it was fetched.'),
  listing_invalid: ours('Set planning to matrix, which needs no listing, or correct the source.'),

  proxy_refused: ours('Correct the proxy variables or the rules of the proxy, then retry.'),
  proxy_unreachable: ours('Check that the proxy runs and that its address is right, then retry.'),
  tls_untrusted: ours('Make the certificate authority of the source known to Node, then retry.'),
  name_not_resolved: ours('Check the address of the source and the name servers, then retry.'),
  address_refused: ours('Allow the address in the profile of the source, then retry.'),

  too_large: ours('Raise max_object_bytes if a file of this size is expected, then retry.'),
  size_mismatch: ours('Retry: the file has another size than the archive lists.'),
  not_a_zip: ours(
    'Retry; if it stays, something between here and the archive answers with a page of its own.',
  ),
  zip_refused: settled('Nothing to do: the archive holds a file that is not safe to open.'),
  checksum_mismatch: ours('Retry: the bytes received differ from the published checksum.'),
  sidecar_invalid: ours('Retry later: the archive publishes an invalid checksum file.'),
  checksum_disputed: settled(
    'Wait until the archive changes the file or its checksum, or accept the file as it is with tapehaul accept.',
  ),

  disk_full: ours('Free space on the disk of the output directory, then retry.'),
  disk_failed: ours('Check the disk of the output directory, then retry.'),
  file_failed: ours('Check the file and the permissions of its folder, then retry.'),
  target_blocked: ours('Remove what stands in the place of the file, then retry.'),

  engine_unavailable: ours('Install s5cmd or set engine to s3, then retry.'),
  engine_crashed: ours('Retry; if it happens again, set engine to s3.'),
  table_writer_missing: ours('Install DuckDB where tapehaul is installed, then retry.'),
  table_failed: REPORT,
  no_result: ours('Retry; if it happens again, set engine to s3.'),
  catalog_newer: ours('Use the newer tapehaul that wrote the record.'),
  catalog_failed: RECORD,
  catalog_malformed: RECORD,
  store_newer: STORE,
  store_failed: STORE,
  store_malformed: STORE,
  batch_lost: ours('See what ends the workers that take the batch, such as too little memory, then retry.'),
  output_in_use: ours('Wait until the other run has ended, then retry.'),
  cancelled: ours('Resume the run.'),
  illegal_move: REPORT,
  internal: REPORT,
};

/** What a failure with that code calls for; of a code that is none of tapehaul's, such as a flow's own, only that a retry may help. */
export function failureAdvice(code: string): FailureAdvice {
  return isErrorCode(code) ? ADVICE[code] : UNKNOWN;
}

const UNKNOWN = ours('Read the message of the failure, then retry.');

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ADVICE, code);
}
