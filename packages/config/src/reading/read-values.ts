import { AVAILABILITY, DATA_TYPES, MARKETS } from '@tapehaul/archive';
import type { Problem } from '@tapehaul/errors';
import { isNewest, readDays } from '../names/day-names.ts';
import { folded } from '../names/folded.ts';
import { readMarketName } from '../names/market-names.ts';
import { readTypeName } from '../names/type-names.ts';
import { found } from '../values/problems.ts';
import { asList, isAll, type Remarks, readList } from '../values/read-list.ts';
import { isRecord } from '../values/records.ts';
import { readIntervals } from './read-intervals.ts';
import { readOutput, readPath } from './read-output.ts';
import { readSymbolLists } from './read-symbols.ts';

type Input = Readonly<Record<string, unknown>>;

/** A configuration in our words. */
export interface ValuesRead {
  readonly input: Input;
  readonly problems: readonly Problem[];
  readonly notes: readonly Problem[];
}

/**
 * Reads values that other tools spell differently: markets, data types, intervals, symbols, days and places. What cannot
 * be read is left as it is, for the schema to refuse. `strict` reads no places.
 */
export function readValues(
  input: Input,
  strict: boolean,
  writtenAt: ReadonlyMap<string, string>,
): ValuesRead {
  const findings: Remarks = { problems: [], notes: [] };
  const lists = { ...input };
  const put = (key: string, value: unknown): void => {
    if (value === undefined) delete lists[key];
    else lists[key] = value;
  };
  const texts = (key: string, read: (text: string) => string | readonly string[] | undefined): void => {
    const list = asList(lists[key]);
    if (Array.isArray(list)) put(key, readList(key, list, read, findings));
  };
  texts('markets', (text) => (isAll(text) ? MARKETS : readMarketName(text)));
  texts('data_types', (text) => (isAll(text) ? typesThere(lists.markets) : readTypeName(text)));
  put('tables', readTables(lists.tables, findings));
  put('intervals', readIntervals(lists.intervals, lists.data_types, findings));
  put('symbols', readSymbolLists('symbols', lists, findings));
  put('exclude_symbols', readSymbolLists('exclude_symbols', lists, findings));
  put('date_range', readRange(lists.date_range, findings));
  put('workflow_type', readWorkflow(lists.workflow_type, findings));
  return { input: strict ? lists : readPlaces(lists, writtenAt, findings), ...findings };
}

/** Every type that one of the markets has or had. */
function typesThere(markets: unknown): readonly string[] {
  const rows = AVAILABILITY.filter(({ market }) => !Array.isArray(markets) || markets.includes(market));
  return DATA_TYPES.filter((type) => rows.some(({ dataType }) => dataType === type));
}

/** Data types of tables are spelled as freely as those of the request. */
function readTables(tables: unknown, findings: Remarks): unknown {
  if (!isRecord(tables)) return tables;
  const types = asList(tables.types);
  const compare = asList(tables.compare);
  return {
    ...tables,
    ...(Array.isArray(types) ? { types: readList('tables.types', types, readTypeName, findings) } : {}),
    ...(Array.isArray(compare) ? { compare } : {}),
  };
}

function readRange(range: unknown, findings: Remarks): unknown {
  if (!isRecord(range)) return range;
  const { start, end } = range;
  const first = readDays(start)?.first ?? start;
  const last = typeof end === 'string' && isNewest(end) ? 'latest' : (readDays(end)?.last ?? end);
  if (first !== start) note('date_range.start', start, first, findings);
  if (last !== end)
    note('date_range.end', end, last === 'latest' ? last : `${last}, which is included`, findings);
  return { ...range, start: first, end: last };
}

function readWorkflow(type: unknown, findings: Remarks): unknown {
  if (typeof type !== 'string' || !WORKFLOWS.has(folded(type))) return type;
  if (type !== OURS) note('workflow_type', type, OURS, findings);
  return OURS;
}

function readPlaces(
  input: Input,
  writtenAt: ReadonlyMap<string, string>,
  { problems, notes }: Remarks,
): Input {
  return readPath(readOutput(input, writtenAt, problems, notes), 'matrix_path', problems);
}

function note(path: string, from: unknown, to: unknown, { notes }: Remarks): void {
  notes.push({ path, message: `${found(from).replace(/^got /, '')} is read as ${to}` });
}

const OURS = 'archive_collection';
/** What the same work is called in configurations of earlier tools. */
const WORKFLOWS = new Set([
  'archivecollection',
  'archivesamples',
  'archivesample',
  'archivedownload',
  'archivecollectionworkflow',
  'binancearchive',
  'archiveingestion',
]);
