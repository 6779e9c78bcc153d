import type { ErrorCode, TapehaulError } from '@tapehaul/errors';

/** What a proof finds wrong with a file. */
const FAULTS: ReadonlySet<ErrorCode> = new Set([
  'not_a_zip',
  'zip_refused',
  'size_mismatch',
  'sidecar_invalid',
  'checksum_mismatch',
  'checksum_disputed',
]);

const HINT = 'The file stays as it is. A collection that requests it fetches the version of the archive.';

/**
 * What is said of a file of a folder that failed its proof. The proof speaks of objects that were fetched from a server; this
 * one was not. Any other error is given as it is.
 */
export function refusalOf(error: TapehaulError): TapehaulError {
  if (!FAULTS.has(error.code)) return error;
  return error.withMessage(messageOf(error), { hint: HINT });
}

function messageOf({ code, facts, message }: TapehaulError): string {
  const { expected, found, beginning } = facts;
  if (code === 'checksum_disputed' || code === 'checksum_mismatch')
    return `contradicts its checksum: published ${expected}, found ${found}`;
  if (code !== 'not_a_zip' || typeof beginning !== 'string') return message;
  if (beginning === '') return 'the file is empty';
  return /^\s*</.test(beginning) ? 'the file is an HTML or XML page, not a zip' : message;
}
