import { isReplaced } from '@tapehaul/archive';
import type { DownloadRequest, HeldObject } from '../engine/outcome.ts';
import type { TargetFile } from '../target/target.ts';
import { type Effort, fetchSidecar, removeArrived } from './fetch-pair.ts';
import { textOf } from './fetch-proved.ts';
import { asRecorded, digestAt, type InPlace, sidecarBeside } from './in-place.ts';
import type { ObtainContext } from './obtain-context.ts';
import { takeOver } from './take-over.ts';
import { type Version, versionToRecord } from './version.ts';

/** What stands in place, and whether it does as recorded. */
export interface Known {
  readonly inPlace: InPlace;
  readonly asRecorded: boolean;
}

/** Whether the archive has another version than the one in place, as far as the request knows. */
export function replaced(inPlace: InPlace, request: DownloadRequest): boolean {
  return isReplaced({ ...inPlace, fetchedAt: inPlace.mtimeMs }, request);
}

/** Whether a sidecar can say no more of a file: it is proved, or was accepted and upstream has not changed since. */
function isDecided(inPlace: InPlace, request: DownloadRequest): boolean {
  return inPlace.proof === 'sidecar' || (inPlace.proof === 'accepted' && !replaced(inPlace, request));
}

/**
 * What stands in place and need not be fetched: recorded and proved; or proved by the sidecar beside it; or
 * by the one that the archive has now; or recorded without proof, where none is wanted or available.
 */
export async function knownInPlace(
  standing: TargetFile | undefined,
  request: DownloadRequest & { readonly path: string },
  work: ObtainContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Known | undefined> {
  const { target, checker, held, checksum, force, paranoid } = work;
  if (standing === undefined || force) return undefined;
  const { key, path, held: given } = request;
  const entry = given === undefined ? await held?.find(key) : given;
  const found = entry == null ? undefined : asRecorded(entry, path, standing);
  const digest = (): Promise<string> => digestAt({ target, checker }, path, standing.bytes, signal);
  const isAltered =
    found !== undefined && paranoid && (found.sha256 === null || (await digest()) !== found.sha256);
  const recorded = found === undefined || isAltered ? undefined : { inPlace: found, asRecorded: true };
  if (recorded !== undefined && (!checksum || isDecided(recorded.inPlace, request))) return recorded;
  if (!checksum) return undefined;
  const unrecorded = { request, standing, former: entry ?? undefined };
  return provedInPlace(unrecorded, recorded, work, effort, signal);
}

/** What {@link knownInPlace} finds of a file of which the record does not say enough. */
async function provedInPlace(
  unrecorded: {
    readonly request: DownloadRequest & { readonly path: string };
    readonly standing: TargetFile;
    readonly former: HeldObject | undefined;
  },
  recorded: Known | undefined,
  work: ObtainContext,
  effort: Effort,
  signal: AbortSignal,
): Promise<Known | undefined> {
  const { target, proving } = work;
  const { key, path, onRetry } = unrecorded.request;
  let asked: Promise<Version | 'unrecorded' | 'unknown'> | undefined;
  const version = (): Promise<Version | 'unrecorded' | 'unknown'> => {
    asked ??= versionToRecord(unrecorded.request, work, effort, signal);
    return asked;
  };
  const takenOver = (sidecar: string) => takeOver({ ...unrecorded, sidecar, version }, work, signal);
  const beside = await sidecarBeside(target, path, signal);
  if (beside !== undefined) {
    const inPlace = await takenOver(beside);
    if (inPlace === undefined) return recorded;
    if (inPlace !== 'contradicted') return { inPlace, asRecorded: false };
  }
  // The file may still be the one that the archive has, with a sidecar that is not: that one is small.
  await target.requirePlace?.(path);
  const context = await proving();
  const fetched = await fetchSidecar({ key, onRetry }, context, effort, signal);
  if (fetched === null) return recorded;
  const text = await textOf(fetched, context.disk);
  const inPlace = text === beside ? 'contradicted' : await takenOver(text);
  if (inPlace === undefined || inPlace === 'contradicted') {
    await removeArrived(fetched);
    return undefined;
  }
  await target.publishSidecar(fetched, path, signal);
  return { inPlace, asRecorded: false };
}
