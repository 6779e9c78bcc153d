import { setImmediate } from 'node:timers/promises';
import type { CatalogReader, DisputeRecord, ObjectRecord, TaskOutcome } from '@tapehaul/catalog';
import { stoppedBy } from '@tapehaul/errors';
import * as z from 'zod';
import { IN_PLACE_STATES } from '../file/file-states.ts';
import { FILE_TASK } from '../flow-names.ts';

/** A line of a manifest. */
export const manifestRowSchema = z.object({
  key: z.string(),
  /** Below the output directory; null when no file is held. */
  path: z.string().nullable(),
  /** Bytes. */
  size: z.number().nullable(),
  /** Digest of the file as it was when it was put in place, 64 hex digits. */
  sha256: z.string().nullable(),
  /** What the archive's sidecar says; null when there is none. */
  published_sha256: z.string().nullable(),
  /**
   * `proved`, `unverified`, `accepted`, `absent`, or why it is not in place: `failed`, `corrupt`, `disputed`, `cancelled`, …; `superseded`
   * and `rejected` where a request removed the file.
   */
  verdict: z.string(),
  /** How deep the file was proved; null when no file is held. Manifests of earlier versions leave it out: their files were proved deep. */
  depth: z.enum(['published', 'deep']).nullable().exactOptional(),
  etag: z.string().nullable(),
  /** ISO 8601 UTC, by the archive; null where it is unknown. */
  last_modified: z.string().nullable(),
  /** The run that put the file in place. */
  run: z.string(),
  /** Who accepted the file although its sidecar contradicts it, when (ISO 8601 UTC) and why; absent for any other file. */
  accepted: z
    .object({ by: z.string().nullable(), at: z.string().nullable(), reason: z.string().nullable() })
    .exactOptional(),
});

/** A line of a manifest. */
export type ManifestRow = z.output<typeof manifestRowSchema>;

/** How the files of a run ended, file by file in the order of the plan, in groups. Rejects when the signal aborts. */
export async function* manifestRows(
  catalog: CatalogReader,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<ManifestRow[]> {
  for await (const outcomes of catalog.outcomes(runId, FILE_TASK)) {
    const accepted = outcomes.filter(({ held }) => held?.proof === 'accepted');
    const disputes =
      accepted.length > 0 ? await catalog.disputesOf(accepted.map(({ taskId }) => taskId)) : NONE;
    yield outcomes.map((outcome) => rowOf(outcome, runId, disputes.get(outcome.taskId)));
    // A page may be at hand at once: others get their turn.
    await setImmediate();
    if (signal.aborted) throw stoppedBy(signal);
  }
}

const NONE: ReadonlyMap<string, DisputeRecord> = new Map();

/** A row as a line of a manifest. */
export function manifestLine(row: ManifestRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** A row as a line that `sha256sum -c` reads; nothing where no digest is known. */
export function checksumLine({ sha256, path }: ManifestRow): string {
  return sha256 === null || path === null ? '' : `${sha256}  ${path}\n`;
}

const HELD: ReadonlySet<string> = new Set(IN_PLACE_STATES);

function rowOf(
  { taskId: key, state, held }: TaskOutcome,
  runId: string,
  dispute?: DisputeRecord,
): ManifestRow {
  return held === null || !HELD.has(state)
    ? emptyRow(key, state.toLowerCase(), runId)
    : heldRow(held, dispute);
}

/** The row of a file that is not in place. */
function emptyRow(key: string, verdict: string, run: string): ManifestRow {
  const nothing = { path: null, size: null, sha256: null, published_sha256: null };
  return { key, ...nothing, verdict, depth: null, etag: null, last_modified: null, run };
}

const REMOVALS: ReadonlySet<string> = new Set(['superseded', 'rejected']);

/** The row of a file that a run removes on request: rows of earlier runs, which say that it is in place, no longer count. */
export function removedRow(key: string, verdict: 'superseded' | 'rejected', runId: string): ManifestRow {
  return emptyRow(key, verdict, runId);
}

/** Whether a row says that its file was removed on request. */
export function isRemoval({ verdict }: ManifestRow): boolean {
  return REMOVALS.has(verdict);
}

/** The row of a file that is held, and the dispute in spite of which it was accepted, if it was. */
export function heldRow(held: ObjectRecord, dispute?: DisputeRecord): ManifestRow {
  const {
    key,
    path,
    bytes: size,
    sha256,
    proof,
    depth,
    etag,
    lastModified: last_modified,
    runId: run,
  } = held;
  const published_sha256 = proof === 'sidecar' ? sha256 : (dispute?.publishedSha256 ?? null);
  const row = {
    key,
    path,
    size,
    sha256,
    published_sha256,
    verdict: VERDICTS[proof],
    depth,
    etag,
    last_modified,
    run,
  };
  if (proof !== 'accepted' || dispute === undefined) return row;
  const { decidedBy: by, decidedAt: at, reason } = dispute;
  return { ...row, accepted: { by, at: at === null ? null : new Date(at).toISOString(), reason } };
}

const VERDICTS = { sidecar: 'proved', none: 'unverified', accepted: 'accepted' } as const;
