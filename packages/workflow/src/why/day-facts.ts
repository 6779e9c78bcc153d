import { dayKeys, formatSeries, type SeriesParts } from '@tapehaul/archive';
import {
  type CatalogReader,
  type DisputeRecord,
  everyPage,
  everyRow,
  type ObjectRecord,
  type VersionRecord,
} from '@tapehaul/catalog';
import { codeOf, DAY_STATE_SPECS, isOutsideOfLife } from '@tapehaul/coverage';
import { planBasis } from '../plan-basis.ts';
import type { DayFacts } from './day-report.ts';

/** Reads all that a record has about one day of a series. */
export async function readDayFacts(
  record: CatalogReader,
  series: SeriesParts,
  day: string,
): Promise<DayFacts> {
  const known = await record.explainDay(series, day);
  const keys = dayKeys(series, day);
  const [daily, monthly] = await Promise.all(keys.map((key) => record.find(key)));
  // A held day names the file that it is held by; any other what is recorded of it, such as the file that is gone.
  const isByMonth = known.state === 'month' || known.state === 'month_unverified';
  const both = isByMonth ? [monthly, daily] : [daily, monthly];
  const files = (isOutsideOfLife(codeOf(known.state)) ? [daily] : both).filter((it) => it !== undefined);
  const key = files[0]?.key ?? known.taskId ?? keys[0];
  const found = foundBy(known, DAY_STATE_SPECS[known.state].held ? files[0] : undefined);
  const { runId, taskId } = found;
  const run = runId === null ? undefined : await record.run(runId);
  const versions: VersionRecord[] = [];
  for (const it of keys) for await (const version of everyRow(record.versions(it))) versions.push(version);
  return {
    known,
    run,
    plan: run && planBasis(run, series),
    task: runId === null || taskId === null ? undefined : await record.task(runId, taskId),
    files,
    versions: versions.toSorted((a, b) => b.supersededAt - a.supersededAt),
    change: key === undefined ? undefined : await record.lastChange(key),
    dispute:
      (key === undefined ? undefined : await record.dispute(key)) ?? (await monthInDispute(record, keys)),
    ...(await rowsOf(record, series, day)),
  };
}

/** The files of its table that have a day, and what was found in its rows. */
async function rowsOf(
  record: CatalogReader,
  series: SeriesParts,
  day: string,
): Promise<Pick<DayFacts, 'partitions' | 'findings'>> {
  // Other series may begin with its name.
  const query = { prefix: formatSeries(series), symbols: [series.symbol], from: day, to: day };
  const partitions = everyRow(everyPage((page) => record.partitionsOf({ ...query, ...page })));
  const findings = everyRow(everyPage((page) => record.findings({ ...query, ...page })));
  return { partitions: await Array.fromAsync(partitions), findings: await Array.fromAsync(findings) };
}

/** The run and the task that brought a held file; else those that found out why there is none. */
function foundBy(
  known: { readonly runId: string | null; readonly taskId: string | null },
  held: ObjectRecord | undefined,
): { readonly runId: string | null; readonly taskId: string | null } {
  return held === undefined ? known : { runId: held.runId, taskId: held.key };
}

/** The open dispute of the monthly file over a day, which may hold the day where nothing else does. */
async function monthInDispute(
  record: CatalogReader,
  [, monthly]: readonly string[],
): Promise<DisputeRecord | undefined> {
  const dispute = monthly === undefined ? undefined : await record.dispute(monthly);
  return dispute?.state === 'open' ? dispute : undefined;
}
