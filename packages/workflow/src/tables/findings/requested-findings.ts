import { type CatalogReader, everyPage, everyRow, type RowFindingRecord } from '@tapehaul/catalog';
import type { Severity } from '@tapehaul/tables';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';

/** Which findings of the rows of tables. */
export interface FindingsRequest {
  /** Series and days; days of which the archive has no end are given by `latest`. */
  readonly request: RequestedDays;
  /** Name of a rule; all by default. */
  readonly rule?: string | undefined;
  readonly severity?: Severity | undefined;
}

/** What was found in the rows of tables that are built, in the order of markets, data types, series and days. */
export async function* requestedFindings(
  record: Pick<CatalogReader, 'findings'>,
  { request, rule, severity }: FindingsRequest,
): AsyncGenerator<RowFindingRecord, void, undefined> {
  const { start, end } = request.date_range;
  const query = {
    from: start,
    ...(end === 'latest' ? {} : { to: end }),
    ...(rule === undefined ? {} : { rule }),
    ...(severity === undefined ? {} : { severity }),
  };
  for (const market of request.markets) {
    for (const type of request.data_types) {
      const prefix = `${market}/${type}/`;
      const pages = everyPage((page) => record.findings({ ...query, prefix, limit: 1_000, ...page }));
      for await (const finding of everyRow(pages)) {
        if (requestsSeries(request, finding.series)) yield finding;
      }
    }
  }
}
