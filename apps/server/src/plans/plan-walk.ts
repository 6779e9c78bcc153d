import { setImmediate } from 'node:timers/promises';
import { stoppedBy } from '@tapehaul/errors';
import {
  type AccessOf,
  FingerprintMaker,
  type PlanFingerprint,
  type PlanSummary,
  planCollection,
  type VerdictRecord,
} from '@tapehaul/workflow';
import type { ParsedConfig } from '../access/service-configs.ts';

/** Records after which others get their turn. */
const TURN = 1_000;
/** Gaps that a plan lists. */
const GAPS = 1_000;

/** How far a plan is. */
export interface PlanProgress {
  /** Requests that list the archive. */
  readonly listing_requests: number;
  /** Files that are planned by now. */
  readonly files: number;
  /** Spans of days that are not available. */
  readonly gaps: number;
}

/** How a plan is made. */
export interface PlanWalkOptions {
  readonly access: AccessOf;
  readonly signal: AbortSignal;
  /** Receives each gap, and is waited for. */
  readonly onGap?: (gap: VerdictRecord) => Promise<void>;
  /** Receives a way to read how far the plan is. */
  readonly onBegin?: (progress: () => PlanProgress) => void;
}

/** A plan, and which files it fetches. */
export interface WalkedPlan {
  readonly summary: Omit<PlanSummary, 'kind'>;
  /** The first 1,000. */
  readonly gaps: readonly VerdictRecord[];
  readonly fingerprint: PlanFingerprint;
}

/** Makes a plan, and keeps of it what fits in memory. Rejects as planning does, and with `cancelled` when stopped. */
export async function walkPlan(
  { config, origins }: ParsedConfig,
  { access, signal, onGap, onBegin }: PlanWalkOptions,
): Promise<WalkedPlan> {
  const maker = new FingerprintMaker();
  const gaps: VerdictRecord[] = [];
  const counts = { files: 0, gaps: 0 };
  let requests = (): number => 0;
  let summary: WalkedPlan['summary'] | undefined;
  let records = 0;
  onBegin?.(() => ({ listing_requests: requests(), ...counts }));
  const onListing = (read: () => number): void => {
    requests = read;
  };
  for await (const record of planCollection(config, { signal, access, origins, onListing })) {
    records += 1;
    // A large plan is made without a pause: others, and the heartbeats of runs, get their turn.
    if (records % TURN === 0) await setImmediate();
    if (signal.aborted) throw stoppedBy(signal);
    if (record.kind === 'object') {
      counts.files += 1;
      maker.add({ ...record, etag: record.etag });
    } else if (record.kind === 'verdict') {
      const { kind: _, ...gap } = record;
      counts.gaps += 1;
      if (gaps.length < GAPS) gaps.push(gap);
      await onGap?.(gap);
    } else if (record.kind === 'summary') {
      const { kind: _, ...rest } = record;
      summary = rest;
    }
  }
  if (summary === undefined) throw stoppedBy(signal);
  return { summary, gaps, fingerprint: maker.fingerprint() };
}
