import { glob, readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve, sep } from 'node:path';
import { Readable } from 'node:stream';
import { parseSidecar, sidecarKey } from '@tapehaul/archive';
import { fileDigest, nothingThere } from './file-digest.ts';
import { readManifests } from './read-manifests.ts';

/**
 * What looking at a file came to. `intact`: it has the digest that was recorded, or that its sidecar says.
 * `changed`: it has another. `missing`: a manifest names it, and it is not there. `unproved`: nothing says what
 * its digest should be.
 */
export type VerifiedStatus = 'intact' | 'changed' | 'missing' | 'unproved';

/** A file that was looked at. */
export interface VerifiedFile {
  readonly kind: 'verified';
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly status: VerifiedStatus;
  /** Digest that it should have, as 64 hex digits; null when nothing says. */
  readonly expected: string | null;
  /** Digest that it has; null when it is missing. */
  readonly sha256: string | null;
}

/** How a folder is verified. */
export interface VerifyOptions {
  /** Only the files of this run, by its manifest; by default those of all manifests and every other zip. */
  readonly runId?: string;
  readonly signal?: AbortSignal;
}

/** A file to look at, and what its digest should be, if a manifest says. */
interface Candidate {
  readonly path: string;
  readonly expected: string | null;
}

/**
 * Reads every file of an output directory again and compares it with the newest manifest that names it, else
 * with the sidecar beside it; no network, no catalog. The files come one by one, in no order that matters.
 * Rejects with a TapehaulError `run_not_found` when a run is asked for that has no manifest there.
 */
export async function* verifyFolder(
  directory: string,
  options: VerifyOptions = {},
): AsyncGenerator<VerifiedFile, void, undefined> {
  const root = resolve(directory);
  const { signal } = options;
  const stop = signal === undefined ? {} : { signal };
  const looks = Readable.from(candidates(root, options)).map(
    (candidate: Candidate) => look(root, candidate, signal),
    { concurrency: 2 * availableParallelism(), ...stop },
  );
  for await (const file of looks) yield file;
}

async function* candidates(root: string, { runId }: VerifyOptions): AsyncGenerator<Candidate> {
  const named = new Set<string>();
  for await (const { path, sha256 } of readManifests(root, runId)) {
    if (path === null || named.has(path)) continue;
    named.add(path);
    yield { path, expected: sha256 };
  }
  if (runId !== undefined) return;
  for await (const found of glob('**/*.zip', { cwd: root, exclude: ['.tapehaul'] })) {
    const path = found.split(sep).join('/');
    if (!named.has(path)) yield { path, expected: null };
  }
}

async function look(
  root: string,
  { path, expected: recorded }: Candidate,
  signal: AbortSignal | undefined,
): Promise<VerifiedFile> {
  const file = join(root, path);
  const expected = recorded ?? (await publishedDigest(file));
  const sha256 = await fileDigest(file, signal);
  return { kind: 'verified', path, status: statusOf(expected, sha256), expected, sha256 };
}

function statusOf(expected: string | null, sha256: string | null): VerifiedStatus {
  if (sha256 === null) return 'missing';
  if (expected === null) return 'unproved';
  return sha256 === expected ? 'intact' : 'changed';
}

async function publishedDigest(file: string): Promise<string | null> {
  const text = await readFile(sidecarKey(file), 'utf8').catch(nothingThere);
  return (text === null ? undefined : parseSidecar(text)?.sha256) ?? null;
}
