import { TapehaulError } from '@tapehaul/errors';
import type { DownloadRequest, HeldObject, OutcomeStatus } from '../engine/outcome.ts';
import type { Target, TargetFile } from '../target/target.ts';
import { discardPair, type Effort } from './fetch-pair.ts';
import { fetchProved } from './fetch-proved.ts';
import { asRecorded, type InPlace } from './in-place.ts';
import { knownInPlace, replaced } from './known-in-place.ts';
import type { ObtainContext } from './obtain-context.ts';
import { listedDate, transferOf } from './version.ts';

/** An object in place: by which way, and what is known of it. */
export interface Obtained extends InPlace {
  readonly status: Exclude<OutcomeStatus, 'absent' | 'failed'>;
  readonly keptOldAs?: string;
}

/** What {@link obtain} has seen to. */
export interface Settled {
  readonly obtained: Obtained;
  /** Whether it stands there as recorded, and so is durable: only what is durable is recorded. */
  readonly asRecorded: boolean;
}

/** What the archive says of an object that it does not have. */
export interface Absent {
  readonly absent: TapehaulError;
}

/** Sees to it that an object is in place: it is already, or it is fetched, proved and published. */
export async function obtain(
  request: DownloadRequest & { readonly path: string },
  work: ObtainContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Settled | Absent> {
  const standing = await work.target.find(request.path);
  const known = await knownInPlace(standing, request, work, effort, signal);
  if (known !== undefined && !replaced(known.inPlace, request)) {
    return { obtained: cached(known.inPlace, request), asRecorded: known.asRecorded };
  }
  const old = await oldToKeep(standing, request, work);
  await work.target.requirePlace?.(request.path);
  if (old !== undefined) await work.target.requirePlace?.(old.as);
  const fetched = await fetchProved(request, await work.proving(), effort, signal).catch(absent);
  if ('absent' in fetched) return fetched;
  const { pair, evidence } = fetched;
  const proof = { sha256: evidence.sha256, replaces: standing !== undefined };
  const isKept = old !== undefined && old.sha256 !== evidence.sha256;
  if (isKept) {
    await work.target.keep(request.path, old.as, signal).catch(async (error: unknown) => {
      await discardPair(pair);
      throw error;
    });
  }
  const kept = isKept ? { keptOldAs: old.as } : {};
  const { mtimeMs } = await work.target.publish(pair, request.path, proof, signal);
  const status = work.checksum && evidence.proof === 'none' ? 'unverified' : 'downloaded';
  const seen = versionSeen(request, work, effort);
  const etag = seen.etag ?? request.etag ?? null;
  const lastModified = seen.lastModified ?? listedDate(request);
  return { obtained: { ...evidence, ...kept, status, mtimeMs, etag, lastModified }, asRecorded: false };
}

/**
 * ETag and date that came with an object. Where the engine that was to fetch it reports none, those of the engine that it fell back on are
 * left out: what is recorded of a file must not depend on what went wrong.
 */
function versionSeen(
  request: DownloadRequest,
  { firstFor }: ObtainContext,
  { engine, etag, lastModified }: Effort,
): Pick<InPlace, 'etag' | 'lastModified'> {
  const first = firstFor(transferOf(request));
  if (first.readsVersions === true || first.name === engine) return { etag, lastModified };
  return { etag: null, lastModified: null };
}

/** Takes the error of an object that the archive does not have; any other is thrown. */
function absent(thrown: unknown): Absent {
  if (thrown instanceof TapehaulError && thrown.code === 'not_found') return { absent: thrown };
  throw thrown;
}

/** Digest of what stands in place as recorded, and where it is to be kept, should the new version be another; undefined where that is not requested. */
async function oldToKeep(
  standing: TargetFile | undefined,
  { key, path, keepOldAs, held: given }: DownloadRequest & { readonly path: string },
  { held }: ObtainContext,
): Promise<{ readonly sha256: string | null; readonly as: string } | undefined> {
  if (standing === undefined || keepOldAs === undefined) return undefined;
  const known = given === undefined ? await held?.find(key) : given;
  const old = known == null ? undefined : asRecorded(known, path, standing);
  return old && { sha256: old.sha256, as: keepOldAs };
}

/** What decides whether an object is in place as recorded. */
export interface InPlaceRules {
  readonly checksum: boolean;
  readonly force: boolean;
  readonly paranoid: boolean;
  readonly target: Pick<Target, 'find'>;
}

/**
 * An object that is in place as it was recorded: path, size, time and proof, with no newer version upstream as
 * far as the request knows. Reads no content and sends no request; undefined when more must be found out, or nothing is known
 * of it.
 */
export async function recordedInPlace(
  request: DownloadRequest & { readonly path: string },
  { target, checksum, force, paranoid }: InPlaceRules,
  known: HeldObject | undefined,
): Promise<Obtained | undefined> {
  if (force || paranoid || known === undefined) return undefined;
  const standing = await target.find(request.path);
  const recorded = standing === undefined ? undefined : asRecorded(known, request.path, standing);
  if (recorded === undefined || (checksum && recorded.proof === 'none')) return undefined;
  return replaced(recorded, request) ? undefined : cached(recorded, request);
}

/** Finds what is held as the record says it stands, whatever the target has. */
export function takenAtItsWord(known: HeldObject | undefined): Pick<Target, 'find'> {
  const standing = known && { bytes: known.bytes, mtimeMs: known.mtimeMs, sha256: null };
  return { find: async () => standing };
}

function cached(inPlace: InPlace, request: DownloadRequest): Obtained {
  const etag = inPlace.etag ?? request.etag ?? null;
  const lastModified = inPlace.lastModified ?? listedDate(request);
  return { ...inPlace, status: 'cached', etag, lastModified };
}
