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

/** How many findings of each rule there are, in all or for each data type or symbol, with what the rules mean. */
export async function findingCounts(
  record: Pick<CatalogReader, 'cells' | 'findingCounts'>,
  selection: Selection,
  by: Grouping,
): Promise<z.output<typeof findingCountsSchema>> {
  const counts = by === 'rule' ? await ofRules(record, selection) : await ofGroups(record, selection, by);
  const names = new Set(counts.map(({ rule }) => rule));
  const rules = [...names].flatMap((its) => {
    const known = ROW_RULES.find(({ name }) => name === its);
    if (known === undefined) return [];
    const { name, severity, counts: counted, meaning, advice, source } = known;
    return [{ name, severity, counts: counted, meaning, advice, source }];
  });
  return { by, rows: counts, rules };
}

async function ofRules(record: Pick<CatalogReader, 'findingCounts'>, selection: Selection): Promise<Count[]> {
  const counts = await record.findingCounts(selection);
  return counts.map((count) => ({ value: null, ...count }));
}

/** The counts of each series, added up by a part of its name; in the order of these parts, the worst rules first. */
async function ofGroups(
  record: Pick<CatalogReader, 'cells' | 'findingCounts'>,
  { rule, severity, ...which }: Selection,
  by: 'data_type' | 'symbol',
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
      if (found.length > 0) addTo(groups, by === 'symbol' ? symbol : dataType, found);
    }
  }
  const values = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
  return values.flatMap(([, its]) => [...its].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, count]) => count));
}

function addTo(
  groups: Map<string, Map<string, Count>>,
  value: string,
  found: readonly Omit<Count, 'value'>[],
): void {
  const group = groups.get(value) ?? new Map<string, Count>();
  groups.set(value, group);
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
