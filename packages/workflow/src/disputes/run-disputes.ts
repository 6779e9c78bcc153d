import { relative, sep } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { type Catalog, type DisputeRecord, firstRows } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import type { Dispute, RequestPace } from '@tapehaul/downloader';
import { stoppedBy } from '@tapehaul/errors';
import type { Network } from '@tapehaul/network';
import type { Listed } from '@tapehaul/planner';
import { type ObjectHeads, type ObjectToken, objectHeads } from '@tapehaul/s3';
import type { FileOutcome } from '../file/file-outcome.ts';
import type { PlannedFile } from '../file/file-request.ts';
import { placeInArchive } from '../file/held-object.ts';
import { compareUpstream, type UpstreamPair } from './compare-upstream.ts';

/** A run that may meet disputes. */
export interface DisputedRun {
  readonly runId: string;
  readonly catalog: Catalog;
  readonly config: CollectionConfig;
  /** Output directory, absolute. */
  readonly root: string;
  readonly network: Network;
  /** Lets requests to the source begin; undefined where the configuration has no rate. */
  readonly pace: RequestPace | undefined;
}

/** Finds the disputes that a run need not fetch again, and records those that it meets. */
export class RunDisputes implements AsyncDisposable {
  readonly #run: DisputedRun;
  readonly #heads: ObjectHeads;
  #hasOpen: Promise<boolean> | undefined;

  constructor(run: DisputedRun) {
    this.#run = run;
    const { source, timeout_seconds: timeoutSeconds } = run.config;
    const pace = run.pace === undefined ? {} : { pace: run.pace };
    this.#heads = objectHeads({ ...source, timeoutSeconds, network: run.network, ...pace });
  }

  /**
   * The dispute of a file that need not be fetched: it is open, and the source says by its headers that object and sidecar are
   * as they were. Undefined for any other file, and where the source does not say. Rejects with `cancelled` when stopped.
   */
  async unchanged({ key }: PlannedFile, signal: AbortSignal): Promise<DisputeRecord | undefined> {
    const { catalog, config } = this.#run;
    if (!heedsDisputes(config)) return undefined;
    this.#hasOpen ??= hasOpenDisputes(catalog);
    if (!(await this.#hasOpen)) return undefined;
    const dispute = await catalog.dispute(key);
    if (dispute?.state !== 'open') return undefined;
    const now = await this.#pairNow(key, signal);
    if (now === undefined || compareUpstream(dispute, now) !== 'unchanged') return undefined;
    return this.seenAgain(dispute);
  }

  /** Records that this run has met a known dispute, and gives it. */
  seenAgain(dispute: DisputeRecord): DisputeRecord {
    const seen = { ...dispute, lastRunId: this.#run.runId, lastSeenAt: Date.now() };
    this.#run.catalog.recordDispute(seen);
    return seen;
  }

  /**
   * Records a dispute that a file has ended with. It is not new where the same object and the same sidecar contradicted each
   * other before, and nobody has rejected that.
   */
  async met(
    { key, path, object }: FileOutcome,
    { listed }: PlannedFile,
    dispute: Dispute,
    signal: AbortSignal,
  ): Promise<{ readonly dispute: DisputeRecord; readonly isNew: boolean }> {
    const { runId, catalog, root } = this.#run;
    const former = await catalog.dispute(key);
    const isSame = former !== undefined && isSameDispute(former, dispute);
    const known = isSame && (former.state === 'open' || former.state === 'accepted') ? former : undefined;
    const at = Date.now();
    const { quarantined, sha256, publishedSha256, bytes } = dispute;
    const quarantinePath = quarantined === null ? null : pathBelow(root, quarantined);
    const record: DisputeRecord = {
      key,
      path,
      quarantinePath,
      ...placeInArchive(object),
      bytes,
      sha256,
      publishedSha256,
      ...(await this.#tokens(key, dispute, listed, signal)),
      firstRunId: known?.firstRunId ?? runId,
      firstSeenAt: known?.firstSeenAt ?? at,
      lastRunId: runId,
      lastSeenAt: at,
      state: known?.state ?? 'open',
      decidedBy: known?.decidedBy ?? null,
      decidedAt: known?.decidedAt ?? null,
      reason: known?.reason ?? null,
    };
    catalog.recordDispute(record);
    return { dispute: record, isNew: known === undefined };
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#heads.close();
  }

  /** The change tokens of a dispute: as the engine saw them, else as they were listed, else as the source says now. */
  async #tokens(
    key: string,
    { etag, lastModified, sidecarEtag, sidecarModified }: Dispute,
    listed: Listed | null,
    signal: AbortSignal,
  ): Promise<Omit<UpstreamPair, 'size'>> {
    const tokens = {
      etag: etag ?? listed?.etag ?? null,
      lastModified: lastModified ?? listed?.lastModified ?? null,
      sidecarEtag,
      sidecarModified: sidecarModified ?? listed?.sidecarModified ?? null,
    };
    if ((tokens.etag ?? tokens.lastModified) !== null && (sidecarEtag ?? tokens.sidecarModified) !== null) {
      return tokens;
    }
    const now = await this.#pairNow(key, signal);
    return {
      etag: tokens.etag ?? now?.etag ?? null,
      lastModified: tokens.lastModified ?? now?.lastModified ?? null,
      sidecarEtag: sidecarEtag ?? now?.sidecarEtag ?? null,
      sidecarModified: tokens.sidecarModified ?? now?.sidecarModified ?? null,
    };
  }

  /** What the source says of an object and its sidecar; undefined where one of them is gone, or it does not say. */
  async #pairNow(key: string, signal: AbortSignal): Promise<UpstreamPair | undefined> {
    const [zip, sidecar] = await Promise.all([this.#head(key, signal), this.#head(sidecarKey(key), signal)]);
    if (zip === undefined || sidecar === undefined) return undefined;
    const { size, etag, lastModified } = zip;
    return { size, etag, lastModified, sidecarEtag: sidecar.etag, sidecarModified: sidecar.lastModified };
  }

  /** The fetch that follows finds out why there is no answer. */
  async #head(key: string, signal: AbortSignal): Promise<ObjectToken | undefined> {
    const found = await this.#heads.head(key, signal).catch(() => undefined);
    if (signal.aborted) throw stoppedBy(signal);
    return found ?? undefined;
  }
}

/** A path below a directory, with forward slashes; null for one that is elsewhere, such as of a worker without the output directory. */
function pathBelow(root: string, path: string): string | null {
  const parts = relative(root, path).split(sep);
  return parts[0] === '..' ? null : parts.join('/');
}

/** Whether a configuration leaves disputes alone: it proves files, and fetches nothing again that it has. */
export function heedsDisputes({
  download_checksum,
  force_redownload,
}: Pick<CollectionConfig, 'download_checksum' | 'force_redownload'>): boolean {
  return download_checksum && !force_redownload;
}

/** Whether a record has disputes that nobody has decided. */
export async function hasOpenDisputes(record: Pick<Catalog, 'disputes'>): Promise<boolean> {
  return (await firstRows(record.disputes('open'), 1)).length > 0;
}

function isSameDispute(former: DisputeRecord, { sha256, publishedSha256 }: Dispute): boolean {
  return former.sha256 === sha256 && former.publishedSha256 === publishedSha256;
}
