import { type Catalog, everyRow, type SeenSeries } from '@tapehaul/catalog';
import { PART_TASK } from '../../flow-names.ts';
import { readPartSummary, seenOf, UNREADABLE_SUMMARY } from './part-summary.ts';

/** Series that the record is asked about at once: a part has thousands, and each answer takes a way to the record and back. */
const AT_ONCE = 64;

/**
 * The series that the plan of a run has gone through, as its parts have it; nothing of a plan that its owner made alone. What the record knows better since is
 * left out: another run may have gone through a series later. So are the series of a summary that cannot be read, which the log of the run says.
 */
export async function seenBefore(
  catalog: Pick<Catalog, 'batchReports' | 'seenDays' | 'recordLog'>,
  runId: string,
): Promise<SeenSeries[]> {
  const series: SeenSeries[] = [];
  for await (const stored of everyRow(catalog.batchReports(runId, PART_TASK))) {
    const summary = readPartSummary(stored);
    if (summary === undefined) {
      const at = Date.now();
      catalog.recordLog({
        runId,
        taskId: null,
        attempt: null,
        at,
        level: 'warn',
        message: UNREADABLE_SUMMARY,
      });
      continue;
    }
    const all = seenOf(summary);
    for (let first = 0; first < all.length; first += AT_ONCE) {
      const some = all.slice(first, first + AT_ONCE);
      const covered = await Promise.all(some.map((seen) => isCovered(catalog, seen)));
      series.push(...some.filter((_, index) => covered[index]));
    }
  }
  return series;
}

/** Whether the record knows nothing of a series that goes beyond what was seen. */
async function isCovered(catalog: Pick<Catalog, 'seenDays'>, seen: SeenSeries): Promise<boolean> {
  const known = await catalog.seenDays(seen.series);
  return (
    known === undefined ||
    (known.checkedOn <= seen.checkedOn && known.first >= seen.first && known.last <= seen.last)
  );
}
