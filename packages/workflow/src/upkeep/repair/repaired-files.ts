import { formatKey } from '@tapehaul/archive';
import type { Catalog, DamagedRecord, VersionRecord } from '@tapehaul/catalog';
import type { ProofDepth } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { cellOf, seriesOf } from '../../file/file-cells.ts';
import { placeInArchive } from '../../file/held-object.ts';
import { keptVersionOf } from '../../file/kept-path.ts';
import { DigestSet } from '../../result/digest-set.ts';
import type { ManifestRow } from '../../result/manifest.ts';
import { objectOfFile } from '../verify/file-object.ts';
import type { VerifiedFile } from '../verify/verified-file.ts';
import type { RepairedFile } from './repair-report.ts';
import type { QuarantinedFile, RestoredDisputes } from './restored-disputes.ts';

/** Size and time of a file. */
interface FileStat {
  readonly size: number;
  readonly mtimeMs: number;
}

/** Records the files of a repair: only what was proved. */
export class RepairedFiles {
  readonly counts: Partial<Record<RepairedFile['status'], number>> = {};
  bytes = 0;
  readonly #catalog: Catalog;
  readonly #runId: string;
  readonly #damaged: DamagedRecord | undefined;
  readonly #disputes: RestoredDisputes;
  readonly #keys = new DigestSet();
  readonly #versions = new DigestSet();

  constructor(
    catalog: Catalog,
    runId: string,
    {
      damaged,
      disputes,
    }: { readonly damaged: DamagedRecord | undefined; readonly disputes: RestoredDisputes },
  ) {
    this.#catalog = catalog;
    this.#disputes = disputes;
    this.#runId = runId;
    this.#damaged = damaged;
  }

  /** Records a file that was verified, if it is proved, and gives its outcome. */
  async add(
    file: VerifiedFile,
    standing: FileStat | undefined,
    row: ManifestRow | undefined,
    startedAt: number,
  ): Promise<RepairedFile> {
    const repaired = await this.#added(file, standing, row, startedAt);
    return this.#counted(repaired);
  }

  /** Records a file in the quarantine that contradicts its sidecar. */
  addDisputed(file: QuarantinedFile): RepairedFile {
    this.#disputes.open(file);
    const { quarantinePath: path, bytes, object } = file;
    return this.#counted({
      kind: 'repaired',
      path,
      status: 'disputed',
      key: formatKey(object),
      bytes,
      error: null,
    });
  }

  /** Records the disputes that only the damaged record shows, once all files are added. */
  endDisputes(): void {
    this.#disputes.rest((key) => this.#keys.has(key));
  }

  /** Records former versions that the damaged record named and whose files are gone, or were never kept. */
  addVersions(versions: readonly VersionRecord[], runs: ReadonlySet<string>): void {
    for (const version of versions) {
      if (version.path !== null && this.#versions.has(version.path)) continue;
      const runId = runs.has(version.runId) ? version.runId : this.#runId;
      this.#catalog.recordVersion({ ...version, runId });
    }
  }

  #counted(repaired: RepairedFile): RepairedFile {
    this.counts[repaired.status] = (this.counts[repaired.status] ?? 0) + 1;
    return repaired;
  }

  async #added(
    file: VerifiedFile,
    standing: FileStat | undefined,
    row: ManifestRow | undefined,
    startedAt: number,
  ): Promise<RepairedFile> {
    const { path, status, sha256 } = file;
    const fileOf = (what: RepairedFile['status'], key: string | null, bytes = 0): RepairedFile => {
      return { kind: 'repaired', path, status: what, key, bytes, error: file.error };
    };
    const kept = keptVersionOf(path);
    const object = objectOfFile(kept ?? path, row);
    const key = row?.key ?? (object === undefined ? null : formatKey(object));
    if (status === 'missing' && object !== undefined)
      this.#catalog.recordCells(this.#runId, cellOf(object, 'gone'));
    const isAsRecorded =
      (status === 'changed' || status === 'unproved') &&
      kept === undefined &&
      key !== null &&
      sha256 !== null &&
      this.#disputes.isAccepted(key, sha256);
    if (status === 'changed' && !isAsRecorded && object !== undefined && kept === undefined)
      this.#catalog.recordCells(this.#runId, cellOf(object, 'corrupt'));
    // Found only where content is inflated or a subset is read, which a repair does not request.
    if (status === 'broken' || status === 'not_read') return fileOf('unproved', key);
    if (status !== 'intact' && !isAsRecorded) return fileOf(status, key);
    if (standing === undefined || sha256 === null || key === null) return fileOf('unknown', null);
    if (standing.mtimeMs > startedAt) return { ...fileOf('unreadable', key), error: busy(path).toJSON() };
    const { size: bytes, mtimeMs } = standing;
    const known = await this.#knownOf(key, sha256, row);
    if (kept !== undefined) {
      const superseded = { supersededAt: Math.trunc(mtimeMs), runId: this.#runId };
      this.#versions.add(path);
      this.#catalog.recordVersion({ key, path, bytes, sha256, ...known, ...superseded });
      return fileOf('version', key, bytes);
    }
    if (!this.#keys.add(key)) return fileOf('duplicate', key);
    const isAsInRow = row?.sha256 === sha256;
    const isAccepted = isAsInRow && row.verdict === 'accepted' && row.published_sha256 !== sha256;
    const isBySidecar = !isAsInRow || row.published_sha256 === sha256;
    const proof = isAccepted || isAsRecorded ? 'accepted' : isBySidecar ? 'sidecar' : 'none';
    const recorded = { runId: this.#runId, recordedAt: Date.now() };
    this.#catalog.recordObject({
      key,
      path,
      bytes,
      mtimeMs,
      sha256,
      proof,
      depth: depthOf(sha256, row),
      ...known,
      ...placeInArchive(object),
      ...recorded,
    });
    if (object !== undefined) this.#catalog.forgetSeen(seriesOf(object));
    if (isAsRecorded) this.#disputes.acceptedAsRecorded(key);
    else if (isAccepted) this.#disputes.accepted(row, object);
    this.bytes += bytes;
    return fileOf('recorded', key, bytes);
  }

  /** What was known of these very bytes beside their digest. */
  async #knownOf(key: string, sha256: string, row: ManifestRow | undefined) {
    if (row?.sha256 === sha256) return { etag: row.etag, lastModified: row.last_modified };
    const held = await this.#damaged?.object(key);
    if (held?.sha256 === sha256) return { etag: held.etag, lastModified: held.lastModified };
    return { etag: null, lastModified: null };
  }
}

/** How deep a manifest says that these very bytes were proved; else only their digest is known. */
function depthOf(sha256: string, row: ManifestRow | undefined): ProofDepth {
  return row?.sha256 === sha256 ? (row.depth ?? 'deep') : 'published';
}

function busy(path: string): TapehaulError {
  return new TapehaulError('file_failed', `${path} was written to while it was being read`, {
    hint: 'Make sure that nothing writes to the output directory during a repair, then run it again.',
  });
}
