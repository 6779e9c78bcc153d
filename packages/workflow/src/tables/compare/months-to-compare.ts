import { type ArchiveObject, daysBetween, firstDayOf, knownSeries, lastDayOf } from '@tapehaul/archive';
import { type CatalogReader, everyPage, everyRow } from '@tapehaul/catalog';
import type { TableSettings } from '@tapehaul/config';
import { partitionDays, partitionOf, partitionPath, ROW_RULES } from '@tapehaul/tables';
import { livedDays } from '../../file/lived-days.ts';
import { type RequestedDays, requestsSeries } from '../../result/days/requested-series.ts';
import type { BrokenMonth } from '../broken/broken-sources.ts';
import { requestedFindings } from '../findings/requested-findings.ts';
import { daysOfFinding } from './days-of-finding.ts';
import { namedMonths } from './named-months.ts';
import { DAYS_ABSENT, daysNotHeld, monthlyKey, uncomparedDays } from './uncompared-days.ts';
import { WantedMonths } from './wanted-months.ts';

/** A month of a series whose daily files are to be compared with its monthly file. */
export interface MonthToCompare {
  /** The monthly file. */
  readonly month: ArchiveObject;
  /** Days whose daily files may exist, and were not compared; in order, at least one. */
  readonly days: readonly string[];
  /** Rules that rows of the month break, in order; none where it was named. */
  readonly rules: readonly string[];
}

/** What decides which months are compared. */
export interface Comparing {
  readonly catalog: CatalogReader;
  readonly request: RequestedDays;
  readonly settings: Pick<TableSettings, 'compare'>;
  /** Whether months are compared whose rows break rules, too. */
  readonly suspicious: boolean;
  /** Months whose files cannot be read: their days are worth fetching as those of months whose rows break rules. */
  readonly broken: readonly BrokenMonth[];
}

/**
 * The months of a request whose daily files are worth fetching, in the order of series and months: rows that were taken from the
 * monthly file break rules in a way in which daily files may be right, or the configuration names the month. Left out are
 * days that a table was built with, days before the first and behind the last file of their series, and, until a file of its month changes, what was
 * requested before and is not in the archive.
 */
export async function* monthsToCompare(
  comparing: Comparing,
): AsyncGenerator<MonthToCompare, void, undefined> {
  const wanted = new WantedMonths();
  if (comparing.suspicious) {
    await addSuspicious(comparing, wanted);
    addBroken(comparing, wanted);
  }
  await addNamed(comparing, wanted);
  if (wanted.isEmpty) return;
  const { catalog } = comparing;
  const requested = await pathsRequested(comparing);
  for (const { series, period, days, rules, isBroken } of wanted.inOrder()) {
    const month: ArchiveObject = { ...series, partition: 'monthly', period };
    const { first, last } = await livedDays(catalog, month);
    const open = days
      .filter((day) => day >= first && day <= last)
      .filter((day) => !requested.has(partitionPath(partitionOf(series, day))));
    const left = await (isBroken ? daysNotHeld : uncomparedDays)(catalog, series, open);
    if (left.length > 0) yield { month, days: left, rules };
  }
}

async function addSuspicious({ catalog, request }: Comparing, wanted: WantedMonths): Promise<void> {
  for (const { name: rule } of ROW_RULES.filter(({ daysMayHelp }) => daysMayHelp)) {
    for await (const { series, path: _, ...finding } of requestedFindings(catalog, { request, rule })) {
      const known = knownSeries(series);
      if (known === undefined) continue;
      // Rows that a daily file has in the same way are not helped by another one.
      const isOfMonth = finding.source === null || finding.source === monthlyKey(known, finding.day);
      if (isOfMonth) wanted.add(known, daysOfFinding(known, finding), rule);
    }
  }
}

function addBroken({ request, broken }: Comparing, wanted: WantedMonths): void {
  for (const { series: parts, period } of broken) {
    const series = requestsSeries(request, parts) ? knownSeries(parts) : undefined;
    if (series === undefined || !isRequested(period, request)) continue;
    wanted.addBroken(series, period, daysBetween(firstDayOf(period), lastDayOf(period)));
  }
}

async function addNamed({ catalog, request, settings }: Comparing, wanted: WantedMonths): Promise<void> {
  for (const { first, last } of namedMonths(settings)) {
    for (const market of request.markets) {
      for (const type of request.data_types) {
        const query = { prefix: `${market}/${type}/`, from: `${first}-01`, to: `${last}-31` };
        for await (const { series, period } of everyRow(
          everyPage((page) => catalog.partitionsOf({ ...query, ...page })),
        )) {
          const known = requestsSeries(request, series) ? knownSeries(series) : undefined;
          if (known !== undefined && isRequested(period, request))
            wanted.add(known, partitionDays({ series, period }));
        }
      }
    }
  }
}

/** Whether days of a partition are requested. */
function isRequested(period: string, { date_range: { start, end } }: RequestedDays): boolean {
  return period >= start.slice(0, period.length) && (end === 'latest' || period <= end);
}

/** The paths of partitions whose days were requested before, as far as they were not fetched. */
async function pathsRequested({ catalog, request }: Comparing): Promise<ReadonlySet<string>> {
  const ever = { ...request, date_range: { start: '2017-01-01', end: 'latest' as const } };
  const paths = new Set<string>();
  for await (const { path } of requestedFindings(catalog, { request: ever, rule: DAYS_ABSENT }))
    paths.add(path);
  return paths;
}
