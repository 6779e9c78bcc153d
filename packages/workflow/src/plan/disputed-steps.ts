import type { CatalogReader } from '@tapehaul/catalog';
import type { CollectionConfig } from '@tapehaul/config';
import { compareUpstream } from '../disputes/compare-upstream.ts';
import { hasOpenDisputes, heedsDisputes } from '../disputes/run-disputes.ts';
import type { FileStep, PlanStep } from './steps/plan-step.ts';

/** Marks the files of a group of steps that are not to be fetched, since they are disputed. */
export type MarkDisputed<Found> = (steps: PlanStep<Found>[]) => Promise<PlanStep<Found>[]>;

/**
 * Marks files whose dispute is open and of which no listing shows that the archive has changed them since. Where none was made,
 * the collection checks that with the headers of the file.
 */
export async function markDisputed<Found>(
  record: CatalogReader | undefined,
  config: Pick<CollectionConfig, 'download_checksum' | 'force_redownload'>,
): Promise<MarkDisputed<Found>> {
  const isNeeded = record !== undefined && heedsDisputes(config) && (await hasOpenDisputes(record));
  if (!isNeeded) return async (steps) => steps;
  return async (steps) => {
    const wanted = steps.filter((step) => step.kind === 'file').filter(isToFetch);
    const disputes = await record.disputesOf(wanted.map(({ key }) => key));
    if (disputes.size === 0) return steps;
    return steps.map((step) => {
      if (step.kind !== 'file' || !isToFetch(step)) return step;
      const dispute = disputes.get(step.key);
      if (dispute?.state !== 'open') return step;
      const { listed } = step;
      if (listed === undefined) return { ...step, change: 'disputed' };
      // A sidecar that is gone proves nothing any more.
      if (listed.sidecarModified === null) return step;
      const comparison = compareUpstream(dispute, { ...listed, sidecarEtag: null });
      if (comparison === 'changed') return step;
      return { ...step, change: 'disputed', ...(comparison === 'unchanged' ? { dispute } : {}) };
    });
  };
}

function isToFetch<Found>({ found, change }: FileStep<Found>): boolean {
  return found === undefined && change !== 'present';
}
