import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { isMonth } from '@tapehaul/archive';
import type { Catalog, DisputeRecord } from '@tapehaul/catalog';
import { asTapehaulError, stoppedBy } from '@tapehaul/errors';
import { newRunId } from '@tapehaul/orchestrator';
import type { AccessOf } from '../../engines/access.ts';
import { withOwnedRun } from '../../owned-run.ts';
import { closeQuietly, openRecord } from '../../record.ts';
import { type ManifestRow, removedRow } from '../../result/manifest.ts';
import { writeRemovals } from '../../result/run-files.ts';
import { type DecidedDispute, decidedDispute } from './decided-dispute.ts';
import { configOfDispute, removeQuarantined, targetOf } from './dispute-place.ts';
import { type DisputeNames, namedDisputes } from './named-disputes.ts';

/** Which disputed files are rejected. */
export interface RejectOptions extends DisputeNames {
  readonly reason?: string;
  /** Who rejects them; the user of this process by default. */
  readonly by?: string;
  /** How the storage that accepted ones lie in is reached; may throw to refuse it. */
  readonly access?: AccessOf;
  readonly signal?: AbortSignal;
}

/**
 * Forgets disputed files: what was put aside is deleted, and the next run fetches them again. One that was accepted before is
 * removed from its place, too. Rejects as {@link acceptDisputes} does.
 */
export async function* rejectDisputes(
  outputDirectory: string,
  {
    reason,
    by = userInfo().username,
    access,
    signal = new AbortController().signal,
    ...names
  }: RejectOptions,
): AsyncGenerator<DecidedDispute, void, undefined> {
  const root = resolve(outputDirectory);
  const record = await openRecord(root);
  const disputes = await namedDisputes(record, root, names).finally(() => closeQuietly(record));
  const parameters = { keys: disputes.map(({ key }) => key), by, reason: reason ?? null };
  await using owned = await withOwnedRun(root, newRunId(), (catalog, runId) =>
    catalog.startRun({ runId, flow: 'reject', parameters }),
  );
  const { catalog, runId } = owned;
  const counts: Record<string, number> = {};
  owned.unfinished = { state: 'Failed', result: { files: counts } };
  const removed: ManifestRow[] = [];
  for (const dispute of disputes) {
    if (signal.aborted) {
      owned.unfinished = { state: 'Cancelled', result: { files: counts } };
      await writeRemovals(root, runId, removed);
      throw stoppedBy(signal);
    }
    const decision = { decidedBy: by, decidedAt: Date.now(), reason: reason ?? null };
    const onRemoval = (): unknown => removed.push(removedRow(dispute.key, 'rejected', runId));
    const file = await rejected(catalog, dispute, decision, { root, runId, access, signal, onRemoval });
    const message = `${file.status} ${dispute.key}${reason === undefined ? '' : `: ${reason}`} (${by})`;
    catalog.recordLog({ runId, taskId: null, attempt: null, at: Date.now(), level: 'info', message });
    counts[file.status] = (counts[file.status] ?? 0) + 1;
    yield file;
  }
  await writeRemovals(root, runId, removed);
  await owned.end({
    state: counts.failed === undefined ? 'Completed' : 'CompletedWithGaps',
    result: { files: counts },
  });
}

/** Where files are rejected. */
interface RejectPlace {
  readonly root: string;
  readonly runId: string;
  readonly access: AccessOf | undefined;
  readonly signal: AbortSignal;
  /** Called once the accepted file is removed. */
  readonly onRemoval: () => unknown;
}

async function rejected(
  catalog: Catalog,
  dispute: DisputeRecord,
  decision: Pick<DisputeRecord, 'decidedBy' | 'decidedAt' | 'reason'>,
  place: RejectPlace,
): Promise<DecidedDispute> {
  const { root, runId, signal } = place;
  try {
    if (dispute.state === 'accepted') await removeAccepted(catalog, dispute, place);
    markPlanned(catalog, dispute, runId);
    const settled: DisputeRecord = { ...dispute, ...decision, state: 'rejected' };
    catalog.recordDispute(settled);
    await catalog.settled();
    await removeQuarantined(root, dispute);
    return decidedDispute(settled, 'rejected');
  } catch (thrown) {
    const error = asTapehaulError(thrown, signal);
    if (signal.aborted || error.code === 'catalog_failed') throw error;
    return decidedDispute(dispute, 'failed', error.toJSON());
  }
}

/** Its days are requested, and not fetched yet: the next run does that. Days of a version that is held stay held. */
function markPlanned(catalog: Catalog, { series, period }: DisputeRecord, runId: string): void {
  if (series === null || period === null) return;
  const partition = isMonth(period) ? 'monthly' : 'daily';
  catalog.recordCells(runId, { series, partition, first: period, last: period, state: 'planned' });
}

/** Removes an accepted file from its place, unless another one is held there by now. */
async function removeAccepted(
  catalog: Catalog,
  dispute: DisputeRecord,
  { root, access, signal, onRemoval }: RejectPlace,
): Promise<void> {
  const held = await catalog.find(dispute.key);
  if (held?.proof !== 'accepted') return;
  const target = targetOf(await configOfDispute(catalog, dispute, root), root, access);
  try {
    await target.remove(held.path, signal);
  } finally {
    await target.close();
  }
  catalog.forgetObject(dispute.key);
  onRemoval();
}
