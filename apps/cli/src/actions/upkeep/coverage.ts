import {
  type CatalogReader,
  everyPage,
  everyRow,
  FLOW_NAME,
  formatSeries,
  type SeriesCoverage,
} from '@tapehaul/workflow';
import prettyBytes from 'pretty-bytes';
import { type PlaceOptions, readRecord } from '../../options/place.ts';
import { fitted } from '../../show/fitted.ts';
import { dayRange, foldedPeriods } from '../../show/folded.ts';
import { heatMap, LEGEND } from '../../show/heat-map.ts';
import { print, printJson } from '../../show/print.ts';
import { table } from '../../show/table.ts';

/** Options of `tapehaul coverage`. */
export interface CoverageOptions extends PlaceOptions {
  /** Beginning of the names of series, such as `spot/klines/BTCUSDT`. */
  readonly series?: string;
  /** Days of each series as a map of months. */
  readonly map?: boolean;
  readonly csv?: boolean;
  readonly json?: boolean;
}

/** Lists what is held of each series and where it has holes; gives the exit status. */
export async function coverage({
  series = '',
  map = false,
  csv = false,
  json = false,
  ...place
}: CoverageOptions): Promise<number> {
  return readRecord(place, async (record) => {
    const reasons = await gapReasons(record);
    const rows = await Array.fromAsync(
      everyRow(everyPage((page) => record.coverage({ prefix: series, ...page }))),
      async (covered) => {
        const name = formatSeries(covered.series);
        const periods = await heldPeriods(record, name, covered.partition);
        return { covered, name, periods, missing: holes(covered, periods), reason: reasons.get(name) ?? '' };
      },
    );
    if (json) {
      for (const { covered, name, missing, reason } of rows) {
        const line = {
          kind: 'coverage',
          ...covered,
          series: name,
          missing,
          reason: reason === '' ? null : reason,
        };
        printJson(line);
      }
      return 0;
    }
    if (csv) {
      print('series,partition,objects,proved,bytes,first,last,missing');
      for (const { covered, name, missing } of rows) {
        const { partition, objects, proved, bytes, first, last } = covered;
        print([name, partition, objects, proved, bytes, first, last, missing.length].join(','));
      }
      return 0;
    }
    if (rows.length === 0) {
      print(`nothing is held${series === '' ? '' : ` of series starting with ${series}`}`);
      return 0;
    }
    const body = rows.map(({ covered, name, missing, reason }) => {
      const { partition, objects, proved, bytes, first, last } = covered;
      const files = objects === proved ? objects : `${objects}, ${proved} proved`;
      const why = [foldedPeriods(missing).join('; '), reason].filter((part) => part !== '').join('. ');
      return [name, partition, files, prettyBytes(bytes), first, last, missing.length, why];
    });
    const head = ['series', 'in', 'files', 'size', 'first', 'last', 'missing', 'holes'];
    // Where there are no holes, the last column would only make the table wider than a terminal.
    if (rows.every(({ missing, reason }) => missing.length === 0 && reason === '')) {
      head.pop();
      for (const row of body) row.pop();
    }
    print(table(head, body, { optional: ['size'] }));
    if (map) {
      for (const { covered, periods } of rows) print(`\n${heatMap(covered, periods)}`);
      print(`\n${fitted(LEGEND)}`);
    }
    return 0;
  });
}

async function heldPeriods(record: CatalogReader, name: string, partition: string): Promise<Set<string>> {
  const periods = new Set<string>();
  for await (const objects of record.held(name)) {
    for (const object of objects) {
      if (object.series === null || formatSeries(object.series) !== name) continue;
      if (object.partition === partition && object.period !== null) periods.add(object.period);
    }
  }
  return periods;
}

/** Periods between the first and the last that is held, that are not. */
function holes({ first, last, partition }: SeriesCoverage, held: ReadonlySet<string>): string[] {
  const missing: string[] = [];
  const at = new Date(partition === 'daily' ? first : `${first}-01`);
  for (;;) {
    const period = at.toISOString().slice(0, partition === 'daily' ? 10 : 7);
    if (period > last) return missing;
    if (!held.has(period)) missing.push(period);
    if (partition === 'daily') at.setUTCDate(at.getUTCDate() + 1);
    else at.setUTCMonth(at.getUTCMonth() + 1);
  }
}

/** Why the newest collection could not have days of a series. */
async function gapReasons(record: CatalogReader): Promise<Map<string, string>> {
  const [run] = (await record.runs({ flow: FLOW_NAME, planned: true, limit: 1 })).rows;
  const reasons = new Map<string, string>();
  if (run === undefined) return reasons;
  for await (const { series, first, last, reason } of everyRow(record.gaps(run.runId))) {
    const name = formatSeries(series);
    const before = reasons.get(name);
    reasons.set(name, `${before === undefined ? '' : `${before}; `}${dayRange(first, last)}: ${reason}`);
  }
  return reasons;
}
