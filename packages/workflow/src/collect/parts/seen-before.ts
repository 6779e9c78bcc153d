import { type Catalog, everyRow, type SeenSeries } from '@tapehaul/catalog';
import { PART_TASK } from '../../flow-names.ts';
import { readPartSummary, seenOf } from './part-summary.ts';

/**
 * The series that the plan of a run has gone through, as its parts have it; nothing of a plan that its owner made alone. What the record knows better since is
 * left out: another run may have gone through a series later.
 */
export async function seenBefore(
  catalog: Pick<Catalog, 'batchReports' | 'seenDays'>,
  runId: string,
): Promise<SeenSeries[]> {
  const series: SeenSeries[] = [];
  for await (const summary of everyRow(catalog.batchReports(runId, PART_TASK))) {
    for (const seen of seenOf(readPartSummary(summary))) {
      const known = await catalog.seenDays(seen.series);
      const isCovered =
        known === undefined ||
        (known.checkedOn <= seen.checkedOn && known.first >= seen.first && known.last <= seen.last);
      if (isCovered) series.push(seen);
    }
  }
  return series;
}
