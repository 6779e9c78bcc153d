import { setImmediate } from 'node:timers/promises';
import {
  type CatalogReader,
  type CellsQuery,
  everyPage,
  formatSeries,
  ROW_RULES,
  type Severity,
} from '@tapehaul/workflow';
import type * as z from 'zod';
import type { findingCountsSchema, Grouping } from './finding-schemas.ts';

/** Series whose findings are counted before others get their turn. */
const SERIES_AT_ONCE = 50;

/** Which findings are counted. */
type Selection = Omit<CellsQuery, 'cursor' | 'limit'> & {
  readonly rule?: string;
  readonly severity?: Severity;
};

interface Count {
  readonly value: string | null;
  readonly rule: string;
  readonly severity: Severity;
  findings: number;
  count: number;
}

/** How many findings of each rule the series have of which anything is known, in all or for each data type or symbol, with what the rules mean. */
export async function findingCounts(
  record: Pick<CatalogReader, 'cells' | 'findingCounts'>,
  selection: Selection,
  by: Grouping,
): Promise<z.output<typeof findingCountsSchema>> {
  const counts = await countsOf(record, selection, by);
  const names = new Set(counts.map(({ rule }) => rule));
  const rules = [...names].flatMap((its) => {
    const known = ROW_RULES.find(({ name }) => name === its);
    if (known === undefined) return [];
    const { name, severity, counts: counted, meaning, advice, source } = known;
    return [{ name, severity, counts: counted, meaning, advice, source }];
  });
  return { by, rows: counts, rules };
}

/**
 * The counts of each series, added up by a part of its name; in the order of these parts, the worst rules first. Others get their turn
 * between series: one query for all of them would keep the service from answering while it reads millions of findings.
 */
async function countsOf(
  record: Pick<CatalogReader, 'cells' | 'findingCounts'>,
  { rule, severity, ...which }: Selection,
  by: Grouping,
): Promise<Count[]> {
  const groups = new Map<string, Map<string, Count>>();
  const { from, to } = which;
  const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const rules = { ...(rule === undefined ? {} : { rule }), ...(severity === undefined ? {} : { severity }) };
  let read = 0;
  for await (const page of everyPage((more) => record.cells({ ...which, limit: 1_000, ...more }))) {
    for (const { series } of page) {
      read += 1;
      if (read % SERIES_AT_ONCE === 0) await setImmediate();
      const { market, dataType, symbol, interval } = series;
      const its = { market, dataType, symbols: [symbol], ...(interval === null ? {} : { interval }) };
      const found = await record.findingCounts({ ...its, ...days, ...rules, prefix: formatSeries(series) });
      if (found.length > 0) addTo(groups, { rule: null, symbol, data_type: dataType }[by], found);
    }
  }
  const sorted = <Value>(map: ReadonlyMap<string, Value>): Value[] =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
  return sorted(groups).flatMap(sorted);
}

function addTo(
  groups: Map<string, Map<string, Count>>,
  value: string | null,
  found: readonly Omit<Count, 'value'>[],
): void {
  const group = groups.get(value ?? '') ?? new Map<string, Count>();
  groups.set(value ?? '', group);
  for (const count of found) {
    // error, gap, note: their names sort with the worst first.
    const name = `${count.severity} ${count.rule}`;
    const known = group.get(name);
    if (known === undefined) group.set(name, { value, ...count });
    else {
      known.findings += count.findings;
      known.count += count.count;
    }
  }
}
