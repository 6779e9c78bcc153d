import { glob, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type ArchiveObject, formatKey, ZIP_SUFFIX } from '@tapehaul/archive';
import type { Catalog, DisputeRecord, RestoredRun } from '@tapehaul/catalog';
import { refuseLink } from '@tapehaul/downloader';
import { stoppedBy } from '@tapehaul/errors';
import { objectAt } from '@tapehaul/planner';
import { QUARANTINE, STATE } from '../../directory.ts';
import { cellOf } from '../../file/file-cells.ts';
import { placeInArchive } from '../../file/held-object.ts';
import { FLOW_NAME } from '../../flow-names.ts';
import type { ManifestRow } from '../../result/manifest.ts';
import { fileDigest, nothingThere } from '../file-digest.ts';
import { publishedDigest } from '../verify/verify-folder.ts';

/** A disputed file that is in the quarantine. */
export interface QuarantinedFile {
  readonly object: ArchiveObject;
  /** Where it goes once it is accepted, and where it is, below the output directory. */
  readonly path: string;
  readonly quarantinePath: string;
  readonly bytes: number;
  readonly mtimeMs: number;
  /** What it has, and what the sidecar beside it publishes. */
  readonly sha256: string;
  readonly publishedSha256: string;
}

/**
 * The files of a quarantine that contradict the sidecars beside them, at places of objects of the archive. One that is older
 * than the file in its place is left out: the archive has settled that since.
 */
export async function* quarantinedFiles(
  root: string,
  signal: AbortSignal,
): AsyncGenerator<QuarantinedFile, void, undefined> {
  for (const own of [STATE, QUARANTINE]) await refuseLink(join(root, own));
  for await (const found of glob(`**/*${ZIP_SUFFIX}`, { cwd: join(root, QUARANTINE) })) {
    if (signal.aborted) throw stoppedBy(signal);
    const path = found.split(sep).join('/');
    const object = objectAt(path);
    const quarantinePath = `${QUARANTINE}/${path}`;
    const file = join(root, quarantinePath);
    const standing = await stat(file).catch(nothingThere);
    if (object === undefined || standing?.isFile() !== true) continue;
    const inPlace = await stat(join(root, path)).catch(nothingThere);
    if (inPlace !== null && inPlace.mtimeMs >= standing.mtimeMs) continue;
    const [sha256, publishedSha256] = [await fileDigest(file, signal), await publishedDigest(file)];
    if (sha256 === null || publishedSha256 === null || sha256 === publishedSha256) continue;
    const { size: bytes, mtimeMs } = standing;
    yield { object, path, quarantinePath, bytes, mtimeMs, sha256, publishedSha256 };
  }
}

/** The disputes of a record that is rebuilt. */
export class RestoredDisputes {
  readonly #catalog: Catalog;
  readonly #runId: string;

  /** They are those of the newest collection that is restored: its configuration says where files go. */
  constructor(catalog: Catalog, runs: readonly RestoredRun[], repair: string) {
    this.#catalog = catalog;
    this.#runId = runs.findLast(({ flow }) => flow === FLOW_NAME)?.runId ?? repair;
  }

  /** Records that a person has accepted a file, as its line in a manifest says. */
  accepted(
    { key, path, sha256, published_sha256, accepted, ...row }: ManifestRow,
    object?: ArchiveObject,
  ): void {
    if (path === null || sha256 === null || published_sha256 === null || accepted === undefined) return;
    const at = accepted.at === null ? Date.now() : Date.parse(accepted.at);
    this.#catalog.recordDispute({
      ...this.#seen(at),
      ...{ key, path, quarantinePath: null, ...placeInArchive(object), bytes: row.size ?? 0 },
      ...{ sha256, publishedSha256: published_sha256 },
      ...{ etag: row.etag, lastModified: row.last_modified, sidecarEtag: null, sidecarModified: null },
      ...{ state: 'accepted', decidedBy: accepted.by, decidedAt: at, reason: accepted.reason },
    });
  }

  /** Records a dispute that nobody has decided. The next run fetches its file once more: whether the archive has changed is not known. */
  open({ object, mtimeMs, ...file }: QuarantinedFile): void {
    this.#catalog.recordDispute({
      ...this.#seen(Math.trunc(mtimeMs)),
      ...{ key: formatKey(object), ...file, ...placeInArchive(object) },
      ...{ etag: null, lastModified: null, sidecarEtag: null, sidecarModified: null },
      ...{ state: 'open', decidedBy: null, decidedAt: null, reason: null },
    });
    this.#catalog.recordCells(this.#runId, cellOf(object, 'disputed'));
  }

  #seen(at: number): Pick<DisputeRecord, 'firstRunId' | 'firstSeenAt' | 'lastRunId' | 'lastSeenAt'> {
    return { firstRunId: this.#runId, firstSeenAt: at, lastRunId: this.#runId, lastSeenAt: at };
  }
}
