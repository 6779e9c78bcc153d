import type { ArchiveObject } from '@tapehaul/archive';
import type { DisputeRecord } from '@tapehaul/catalog';
import { type ErrorRecord, TapehaulError } from '@tapehaul/errors';
import type { FileOutcome } from '../file/file-outcome.ts';

/** How a file ends whose dispute is known and unchanged: nothing was fetched. */
export function disputedFile(
  dispute: DisputeRecord,
  object: ArchiveObject | undefined,
  target: string,
): FileOutcome {
  const { key, path, etag, lastModified } = dispute;
  return {
    key,
    path,
    target,
    status: 'disputed',
    object,
    bytes: 0,
    bytesFetched: 0,
    sha256: null,
    proof: 'none',
    depth: null,
    etag,
    lastModified,
    mtimeMs: 0,
    attempts: 0,
    duration: 0,
    engine: null,
    fallBacks: [],
    cached: false,
    keptOldAs: null,
    dispute: null,
    error: knownDispute(dispute).toJSON(),
  };
}

/** The error of a file that is disputed since this run, with what a person can do about it. */
export function newDispute(
  error: ErrorRecord,
  { key, firstRunId, quarantinePath }: DisputeRecord,
): ErrorRecord {
  const facts = { ...error.facts, first_run_id: firstRunId, quarantined: quarantinePath };
  const take = quarantinePath === null ? '' : ` Take the file as it is: tapehaul accept ${key} --reason "…".`;
  return { ...error, facts, hint: `${error.hint ?? ''}${take}` };
}

/** Says that a dispute is an old one, and what a person can do about it. */
function knownDispute(dispute: DisputeRecord): TapehaulError {
  const { key, sha256, publishedSha256, firstRunId, firstSeenAt, quarantinePath } = dispute;
  const day = new Date(firstSeenAt).toISOString().slice(0, 10);
  const message = `${key}: contradicts its checksum since ${day} (run ${firstRunId}), and the archive has changed neither: published ${publishedSha256}, found ${sha256}`;
  return new TapehaulError('checksum_disputed', message, {
    facts: {
      key,
      expected: publishedSha256,
      found: sha256,
      first_run_id: firstRunId,
      quarantined: quarantinePath,
    },
    hint: `Take it as it is: tapehaul accept ${key} --reason "…". Fetch it again: tapehaul reject ${key}`,
  });
}
