import { glob, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type ArchiveObject, formatKey, parseKey, ZIP_SUFFIX } from '@tapehaul/archive';
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
  readonly #runs: ReadonlySet<string>;
  /** What the damaged record shows of disputes, by key; what is restored of it is taken out. */
  readonly #recorded: Map<string, DisputeRecord>;

  /** Where their runs are not known, they are those of the newest collection that is restored: its configuration says where files go. */
  constructor(
    catalog: Catalog,
    runs: readonly RestoredRun[],
    { repair, recorded }: { readonly repair: string; readonly recorded: readonly DisputeRecord[] },
  ) {
    this.#catalog = catalog;
    this.#runId = runs.findLast(({ flow }) => flow === FLOW_NAME)?.runId ?? repair;
    this.#runs = new Set(runs.map(({ runId }) => runId));
    this.#recorded = new Map(recorded.map((dispute) => [dispute.key, dispute]));
  }

  /** Whether the damaged record shows that a person has accepted a file with those bytes. */
  isAccepted(key: string, sha256: string): boolean {
    const known = this.#recorded.get(key);
    return known?.state === 'accepted' && known.sha256 === sha256;
  }

  /** Records that a person has accepted a file, as the damaged record shows it. */
  acceptedAsRecorded(key: string): void {
    const known = this.#taken(key);
    if (known !== undefined) this.#record(known);
  }

  /** Records open disputes of files that are neither held nor in the quarantine, so that they are not fetched again for nothing. */
  rest(isHeld: (key: string) => boolean): void {
    for (const dispute of this.#recorded.values()) {
      if (dispute.state !== 'open' || isHeld(dispute.key)) continue;
      this.#record({ ...dispute, quarantinePath: null });
      const object = parseKey(dispute.key);
      if (object !== undefined) this.#catalog.recordCells(this.#runId, cellOf(object, 'disputed'));
    }
  }

  /** Records that a person has accepted a file, as its line in a manifest says. */
  accepted(
    { key, path, sha256, published_sha256, accepted, ...row }: ManifestRow,
    object?: ArchiveObject,
  ): void {
    if (path === null || sha256 === null || published_sha256 === null || accepted === undefined) return;
    if (this.isAccepted(key, sha256)) {
      this.acceptedAsRecorded(key);
      return;
    }
    const at = accepted.at === null ? Date.now() : Date.parse(accepted.at);
    this.#catalog.recordDispute({
      ...this.#seen(at),
      ...{ key, path, quarantinePath: null, ...placeInArchive(object), bytes: row.size ?? 0 },
      ...{ sha256, publishedSha256: published_sha256 },
      ...{ etag: row.etag, lastModified: row.last_modified, sidecarEtag: null, sidecarModified: null },
      ...{ state: 'accepted', decidedBy: accepted.by, decidedAt: at, reason: accepted.reason },
    });
  }

  /**
   * Records a dispute that nobody has decided. Where the damaged record does not show the same one, the next run fetches its file
   * once more: whether the archive has changed is not known.
   */
  open({ object, mtimeMs, ...file }: QuarantinedFile): void {
    const key = formatKey(object);
    const known = this.#taken(key);
    const isSame = known?.sha256 === file.sha256 && known.publishedSha256 === file.publishedSha256;
    if (known?.state === 'open' && isSame) this.#record({ ...known, ...file });
    else
      this.#catalog.recordDispute({
        ...this.#seen(Math.trunc(mtimeMs)),
        ...{ key, ...file, ...placeInArchive(object) },
        ...{ etag: null, lastModified: null, sidecarEtag: null, sidecarModified: null },
        ...{ state: 'open', decidedBy: null, decidedAt: null, reason: null },
      });
    this.#catalog.recordCells(this.#runId, cellOf(object, 'disputed'));
  }

  #taken(key: string): DisputeRecord | undefined {
    const known = this.#recorded.get(key);
    this.#recorded.delete(key);
    return known;
  }

  /** Records a dispute as the damaged record shows it; its runs are those that are restored. */
  #record(dispute: DisputeRecord): void {
    const runOf = (runId: string): string => (this.#runs.has(runId) ? runId : this.#runId);
    const { firstRunId, lastRunId } = dispute;
    this.#catalog.recordDispute({ ...dispute, firstRunId: runOf(firstRunId), lastRunId: runOf(lastRunId) });
  }

  #seen(at: number): Pick<DisputeRecord, 'firstRunId' | 'firstSeenAt' | 'lastRunId' | 'lastSeenAt'> {
    return { firstRunId: this.#runId, firstSeenAt: at, lastRunId: this.#runId, lastSeenAt: at };
  }
}
