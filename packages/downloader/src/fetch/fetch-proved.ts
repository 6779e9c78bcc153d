import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { asTapehaulError, type ErrorCode, TapehaulError } from '@tapehaul/errors';
import { inLeafSpan } from '@tapehaul/tracing';
import type { PacedDisk } from '../disk/paced-disk.ts';
import type { DownloadRequest } from '../engine/outcome.ts';
import { bufferOver } from '../proof/buffer-over.ts';
import { type Evidence, type ProofMeans, prove, type Suspect } from '../proof/proof.ts';
import type { Arrived } from '../target/target.ts';
import { TRACER } from '../transfer/transfer-span.ts';
import {
  discardPair,
  type Effort,
  type FetchContext,
  type FetchedPair,
  fetchPair,
  IN_MEMORY,
  isSmall,
} from './fetch-pair.ts';
import { quarantine } from './quarantine.ts';

/** Errors that fetching object and sidecar once more may cure at once. */
const DOUBTFUL: ReadonlySet<ErrorCode> = new Set([
  'size_mismatch',
  'not_a_zip',
  'sidecar_invalid',
  'checksum_mismatch',
]);

/** Errors that say what is wrong with a file itself. */
export const FAULTS_OF_A_FILE: ReadonlySet<ErrorCode> = new Set([...DOUBTFUL, 'zip_refused']);

/** Where pairs are fetched, proved, and put aside. */
export interface ProofContext extends FetchContext {
  readonly disk: PacedDisk;
  /** Directory for files that failed their proof. */
  readonly quarantine: string;
  readonly means: ProofMeans;
}

/** A pair that was proved, and what was found out of it. */
export interface Proved {
  readonly pair: FetchedPair;
  readonly evidence: Evidence;
}

/** A pair that was fetched, and either what was found out of it or what puts it in doubt. */
type Attempt =
  | (Proved & { readonly doubt?: undefined })
  | { readonly pair: FetchedPair; readonly doubt: TapehaulError };

/**
 * Fetches a pair and proves it; in case of doubt fetches both once more, and puts aside what stays in doubt.
 * Rejects with the error of fetching or of the proof, and then leaves nothing in staging.
 */
export async function fetchProved(
  request: DownloadRequest,
  context: ProofContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Proved> {
  let first = await attempt(request, context, effort, signal);
  if (mayBeAnother(first)) {
    await discardPair(first.pair);
    first = await attempt(request, { ...context, checksum: false }, effort, signal);
  }
  if (first.doubt === undefined) return first;
  await discardPair(first.pair);
  const second = await attempt(request, { ...context, inDoubt: true }, effort, signal);
  // A sidecar that has contradicted the file is not got rid of by its absence.
  const isSidecarGone = first.pair.sidecar !== null && second.pair.sidecar === null;
  if (second.doubt === undefined && !isSidecarGone) return second;
  const place = join(context.quarantine, request.path ?? request.key);
  const bytes = sizeOf(second.pair.zip);
  const hindrance = await quarantine(second.pair, place);
  if (isSidecarGone || second.doubt === undefined) throw first.doubt;
  const error = settled(first.doubt, second.doubt, hindrance);
  if (error.code === 'checksum_disputed') {
    const { etag, lastModified, sidecarEtag, sidecarModified } = effort;
    const [sha256, publishedSha256] = [String(error.facts.found), String(error.facts.expected)];
    const quarantined = hindrance === undefined ? place : null;
    const tokens = { etag, lastModified, sidecarEtag, sidecarModified };
    effort.dispute = { bytes, sha256, publishedSha256, ...tokens, quarantined };
  }
  throw error;
}

function sizeOf(zip: Arrived): number {
  return zip.kind === 'file' ? zip.size : zip.bytes.length;
}

/** Whether nothing shows that a zip is the requested one: upstream has no sidecar, and it came in company. */
function mayBeAnother({ pair, doubt }: Attempt): boolean {
  return doubt === undefined && pair.sidecar === null && pair.shared;
}

/** Fetches a pair and tries to prove it. Rejects with any error but doubt, and then leaves nothing in staging. */
async function attempt(
  request: DownloadRequest,
  context: ProofContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Attempt> {
  // Until a file has begun to come, it can wait for those before it to be proved.
  if (!effort.claim.begun && !isSmall(request)) await context.means.threads.room(signal);
  const pair = await fetchPair(request, { ...context, ...followIn(context) }, effort, signal);
  // First let others that have arrived free their connections, so that the network works while we prove.
  await setImmediate();
  try {
    const evidence = await inLeafSpan(TRACER, 'verify', async () => {
      return prove(await suspect(request, pair, context), context.means, signal);
    });
    return { pair, evidence };
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (DOUBTFUL.has(error.code)) return { pair, doubt: error };
    await discardPair(pair);
    throw error;
  }
}

/** How large files are hashed while they come: not at all where they are read again, to be inflated, and hashed then. */
function followIn({ means, checksum }: ProofContext): Required<Pick<FetchContext, 'follow'>> {
  const { policy, threads } = means;
  const isRead = !checksum || policy === 'deep' || policy === 'none';
  return { follow: (path) => threads.follow(path, { hashes: !isRead }) };
}

async function suspect(
  { key, size }: DownloadRequest,
  { zip, sha256, sidecar }: FetchedPair,
  { disk, inDoubt = false }: ProofContext,
): Promise<Suspect> {
  // The object may have been replaced since it was listed: a sidecar that proves it knows better.
  const decided = inDoubt && sidecar !== null;
  const content = await contentOf(zip, disk);
  const text = sidecar === null ? null : await textOf(sidecar, disk);
  return {
    key,
    content,
    beginning: typeof content === 'string' ? await beginningOf(content) : content.subarray(0, BEGINNING),
    bytes: sizeOf(zip),
    sha256,
    sidecar: text,
    ...(size === undefined || decided ? {} : { size }),
  };
}

/** Bytes that distinguish a zip from a page. */
const BEGINNING = 64;

/** The bytes of a small file, the path of a large one. */
async function contentOf(zip: Arrived, disk: PacedDisk): Promise<Uint8Array | string> {
  if (zip.kind === 'memory') return bufferOver(zip.bytes);
  return zip.size <= IN_MEMORY ? disk.read(zip.path) : zip.path;
}

/** The text of a sidecar; nothing of one that is far too long to be one. */
export async function textOf(sidecar: Arrived, disk: PacedDisk): Promise<string> {
  const content = await contentOf(sidecar, disk);
  return typeof content === 'string' ? '' : bufferOver(content).toString('utf8');
}

/** The first bytes of a file. */
export async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The verdict after two fetches. When both brought the same bytes against the same published digest, the
 * archive contradicts itself and trying again will not help (binance-public-data #205, #405, #498).
 */
function settled(
  first: TapehaulError,
  second: TapehaulError,
  hindrance: TapehaulError | undefined,
): TapehaulError {
  const same = first.code === second.code && first.facts.found === second.facts.found;
  if (second.code !== 'checksum_mismatch' || !same) return second;
  const { key, expected, found } = second.facts;
  const message = `${key}: checksum mismatch, also when fetched again: published ${expected}, found ${found}`;
  const files =
    hindrance === undefined
      ? 'Both files are kept under .tapehaul/quarantine'
      : `The files could not be put aside (${hindrance.message})`;
  const hint = `${files}; nothing was published. It is fetched again once the archive changes either of them.`;
  return new TapehaulError('checksum_disputed', message, { facts: second.facts, hint });
}
