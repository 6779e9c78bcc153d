import type { CollectionConfig } from '@tapehaul/config';
import type { Target } from '@tapehaul/downloader';
import { asTapehaulError, type ErrorCode, type TapehaulError } from '@tapehaul/errors';
import { BlockedRun } from './blocked-run.ts';
import { originWords, type ValueOrigin } from './value-origin.ts';

/** What a check of the storage works with. */
export interface StorageCheck {
  readonly config: CollectionConfig;
  /** Where values of the configuration came from, by path; all others are defaults. */
  readonly origins?: ReadonlyMap<string, ValueOrigin> | undefined;
}

/**
 * Requests what stands at `path` of the bucket that files go to, before much is fetched for it. Rejects with one
 * TapehaulError with the cause, the setting, where the setting came from and the remedy. A local disk needs no request.
 */
export async function checkStorage(
  target: string | Target,
  path: string,
  check: StorageCheck,
  signal: AbortSignal,
): Promise<void> {
  if (typeof target === 'string') return;
  try {
    await target.find(path, signal);
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    throw signal.aborted ? error : explainedStorage(error, check);
  }
}

/** Refusals of the bucket that are the same for every file, and that no wait can help. */
const SAME_FOR_ALL: ReadonlySet<ErrorCode> = new Set(['access_denied', 'bucket_not_found']);

/** Takes the last error of a failed file. Throws a {@link BlockedRun} where the bucket refuses whatever is stored in it. */
export function checkRefusal(error: TapehaulError, check: StorageCheck): void {
  if (isStorageRefusal(error)) {
    throw new BlockedRun(explainedStorage(error, check));
  }
}

/** Whether an error says that the bucket refuses whatever is stored in it. */
export function isStorageRefusal(error: TapehaulError): boolean {
  return isOfStorage(error) && SAME_FOR_ALL.has(error.code);
}

function isOfStorage({ facts }: TapehaulError): boolean {
  return typeof facts.address === 'string' && facts.address.startsWith('s3://');
}

/** An error of the bucket with the setting that leads there; any other error as it is. */
function explainedStorage(
  error: TapehaulError,
  { config: { storage }, origins }: StorageCheck,
): TapehaulError {
  if (storage.type === 'local' || !isOfStorage(error)) return error;
  const setting = ENDPOINT.has(error.code) && storage.endpoint !== undefined ? 'endpoint' : 'bucket';
  const path = `storage.${setting}`;
  const origin =
    origins === undefined ? undefined : (origins.get(path) ?? origins.get('storage') ?? 'default');
  const from = origin === undefined ? '' : ` (${originWords(origin, path)})`;
  const place = ['s3:/', storage.bucket, ...(storage.prefix ? [storage.prefix] : [])].join('/');
  const cause = error.message.replace(/^(\S+\.zip: )?s3:\/\/\S+: /, '');
  const message = `the storage ${place} cannot be used: ${cause}. ${path} is ${storage[setting]}${from}`;
  return error.withMessage(message, { facts: { setting: path, origin: origin ?? null } });
}

/** Errors that speak of the server rather than of the bucket. */
const ENDPOINT: ReadonlySet<ErrorCode> = new Set([
  'connection_failed',
  'name_not_resolved',
  'tls_untrusted',
  'request_refused',
  'stalled',
  'timed_out',
]);
