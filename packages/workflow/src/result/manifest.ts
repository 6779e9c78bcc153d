import { setImmediate } from 'node:timers/promises';
import type { CatalogReader, TaskOutcome } from '@tapehaul/catalog';
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
  /** `proved`, `unverified`, `absent`, or why it is not in place: `failed`, `corrupt`, `cancelled`, … */
  verdict: z.string(),
  etag: z.string().nullable(),
  /** ISO 8601 UTC, by the archive; null where it is unknown. */
  last_modified: z.string().nullable(),
  /** The run that put the file in place. */
  run: z.string(),
});

/** A line of a manifest. */
export type ManifestRow = z.output<typeof manifestRowSchema>;

/** What a run's plan came to, file by file in the order of the plan, in groups. Rejects when the signal aborts. */
export async function* manifestRows(
  catalog: CatalogReader,
  runId: string,
  signal: AbortSignal,
): AsyncGenerator<ManifestRow[]> {
  for await (const outcomes of catalog.outcomes(runId, FILE_TASK)) {
    yield outcomes.map((outcome) => rowOf(outcome, runId));
    // A page may be at hand at once: others get their turn.
    await setImmediate();
    if (signal.aborted) throw stoppedBy(signal);
  }
}

/** A row as a line of a manifest. */
export function manifestLine(row: ManifestRow): string {
  return `${JSON.stringify(row)}\n`;
}

/** A row as a line that `sha256sum -c` reads; nothing where no digest is known. */
export function checksumLine({ sha256, path }: ManifestRow): string {
  return sha256 === null || path === null ? '' : `${sha256}  ${path}\n`;
}

const HELD: ReadonlySet<string> = new Set(IN_PLACE_STATES);

function rowOf({ taskId: key, state, held }: TaskOutcome, runId: string): ManifestRow {
  if (held === null || !HELD.has(state)) {
    const nothing = { path: null, size: null, sha256: null, published_sha256: null };
    return { key, ...nothing, verdict: state.toLowerCase(), etag: null, last_modified: null, run: runId };
  }
  const { path, bytes: size, sha256, proof, etag, lastModified: last_modified } = held;
  const proved = proof === 'sidecar';
  const published_sha256 = proved ? sha256 : null;
  const verdict = proved ? 'proved' : 'unverified';
  return { key, path, size, sha256, published_sha256, verdict, etag, last_modified, run: held.runId };
}
