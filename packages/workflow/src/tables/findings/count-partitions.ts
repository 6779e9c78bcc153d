import { type CatalogReader, everyPage, everyRow } from '@tapehaul/catalog';
import { NO_IDENTITY } from '@tapehaul/catalog/rules';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';

/** How many partitions are recorded, and of how many the findings are not known: the next build checks their rows again. */
export interface PartitionCounts {
  readonly partitions: number;
  /** Their record was restored without what was found in their rows, or their files are not as they were built. */
  readonly unchecked: number;
}

/** Counts the partitions of a request by the record alone. A month is counted when one of its days is requested. */
export async function countPartitions(
  record: Pick<CatalogReader, 'partitionsOf'>,
  request: RequestedDays,
): Promise<PartitionCounts> {
  const { start: from, end } = request.date_range;
  const days = end === 'latest' ? { from } : { from, to: end };
  let [partitions, unchecked] = [0, 0];
  for await (const { series, identity } of everyRow(
    everyPage((page) => record.partitionsOf({ ...days, ...page })),
  )) {
    if (!requestsSeries(request, series)) continue;
    partitions += 1;
    if (identity === NO_IDENTITY) unchecked += 1;
  }
  return { partitions, unchecked };
}
