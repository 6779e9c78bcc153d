import {
  type Column,
  DATA_TYPE_SPECS,
  type DataTypeSpec,
  type FilesSpec,
  type Grid,
  type HeaderRule,
  type Interval,
  listedNames,
  MARKETS,
  type Market,
  type MarketSpec,
  type SymbolRule,
  type TimeRule,
  type TypicalSize,
} from '../src/index.ts';

const HEADING = `# Data types

What the archive has of each data type. This page is written by a test (\`packages/archive/test/data-types-page.test.ts\`)
from \`packages/archive/src/data-types/\`, one file a type; to change a fact, change it there and run
\`npx vitest run packages/archive/test/data-types-page.test.ts -u\`. \`#n\` is an issue of
[binance-public-data](https://github.com/binance/binance-public-data/issues). Sure: H is two independent observations or an
official file, M a good one, L inferred or contested. [Columns of tables](tables-columns.md) has the tables that are made from
these files.
`;

const SYMBOLS: Readonly<Record<Exclude<SymbolRule, object>, string>> = {
  all: 'all',
  undated: 'perpetual contracts',
  contracts: 'contracts, such as BTCUSD_PERP and BTCUSD_250926',
  pairs: 'pairs, such as BTCUSD',
  'contracts and pairs': 'contracts and pairs, such as BTCUSD_PERP and BTCUSD',
  perpetuals: 'perpetual contracts, such as BTCUSD_PERP',
};

/** The page that shows the specs of all data types, as Markdown. */
export function dataTypesPage(): string {
  return [HEADING, ...contents(), ...DATA_TYPE_SPECS.map(section)].join('\n');
}

function contents(): string[] {
  const rows = DATA_TYPE_SPECS.map(({ name, row, markets }) => {
    const having = MARKETS.filter((market) => markets[market] !== null);
    return `[${name}](#${name.toLowerCase()}) | ${row} | ${having.join(', ')}`;
  });
  return [...table('type | a row is | markets', rows), ''];
}

function section(spec: DataTypeSpec): string {
  const { name, row, rowKey, grid, size } = spec;
  const key = rowKey === 'whole row' ? 'none, only the whole row' : rowKey.map(code).join(', ');
  return [
    `## ${name}\n`,
    `A row is ${row}.\n`,
    `- Rows: ${gridText(grid)}.`,
    `- Row key: ${key}.`,
    `- Typical size, zipped: ${sizeText(size)}.`,
    ...marketFacts(spec),
    ...filesTable(spec),
    ...columnsTable(spec),
  ].join('\n');
}

/** One row for the partitions of a market that have the same dates. */
function filesTable(spec: DataTypeSpec): string[] {
  const partitions = new Map<string, string[]>();
  for (const market of MARKETS) {
    for (const files of spec.markets[market]?.files ?? []) {
      const row = filesRow(market, files, spec.hasIntervals);
      partitions.set(row, [...(partitions.get(row) ?? []), files.partition]);
    }
  }
  const rows = [...partitions].map(([row, names]) => row.replace(PARTITION, names.join(', ')));
  const layers = spec.hasIntervals ? 'partition | intervals' : 'partition';
  return [...table(`market | ${layers} | from | to | state | sure | evidence`, rows), ''];
}

/** Stands for the partition in a row of files. */
const PARTITION = '{partition}';

function filesRow(market: Market, files: FilesSpec, hasIntervals: boolean): string {
  const { intervals, from, to, state, confidence, evidence } = files;
  const layers = hasIntervals ? [PARTITION, intervalsText(intervals)] : [PARTITION];
  return [market, ...layers, from, to ?? 'now', state, confidence, evidence].join(' | ');
}

function marketFacts({ markets }: DataTypeSpec): string[] {
  const facts = MARKETS.flatMap((market) => {
    const one = markets[market];
    return one === null ? [] : [[market, one] as const];
  });
  const line = (title: string, textOf: (one: MarketSpec) => string): string =>
    `- ${title}: ${byMarket(facts.map(([market, one]) => [market, textOf(one)])).join('; ')}.`;
  return [
    line('Symbols', ({ symbols }) => symbolsText(symbols)),
    line('Header', ({ header }) => headerText(header)),
    line('Times', ({ times }) => timesText(times)),
    '',
  ];
}

/** Texts, each with the markets that it is said of; without them where it is said of all. */
function byMarket(texts: readonly (readonly [Market, string])[]): string[] {
  const markets = Map.groupBy(texts, ([, text]) => text);
  if (markets.size === 1) return [...markets.keys()];
  return [...markets].map(([text, of]) => `${text} in ${of.map(([market]) => code(market)).join(' and ')}`);
}

function symbolsText(symbols: SymbolRule): string {
  return typeof symbols === 'object' ? listedNames(symbols).join(', ') : SYMBOLS[symbols];
}

function headerText({ from, evidence }: HeaderRule): string {
  const text = from === 'never' ? 'none' : from === 'always' ? 'always' : `from ${from}`;
  return `${text} (${evidence})`;
}

/** One table for all markets: columns that follow each other and are alike are one row. */
function columnsTable(spec: DataTypeSpec): string[] {
  const markets = MARKETS.filter((market) => spec.markets[market] !== null);
  const columnsOf = (market: Market): readonly Column[] => spec.markets[market]?.columns ?? [];
  const rows: { readonly names: string[]; readonly facts: string }[] = [];
  for (const name of mergedNames(markets.map((market) => columnsOf(market).map((column) => column.name)))) {
    const facts = columnFacts(
      markets.map((market) => [market, columnsOf(market).find((column) => column.name === name)]),
    );
    const last = rows.at(-1);
    if (last?.facts === facts) last.names.push(name);
    else rows.push({ names: [name], facts });
  }
  const lines = rows.map(({ names, facts }) => `${names.map(code).join(', ')} | ${facts}`);
  return [...table('columns, in their order | type | unit', lines), ''];
}

/** All names in the order of the files; one that only some files have stands after the name before it. */
function mergedNames(lists: readonly (readonly string[])[]): string[] {
  const merged: string[] = [];
  for (const names of lists) {
    for (const [at, name] of names.entries()) {
      if (merged.includes(name)) continue;
      const before = names[at - 1];
      merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, name);
    }
  }
  return merged;
}

/** Type and unit of a column, by market where they differ. */
function columnFacts(inMarkets: readonly (readonly [Market, Column | undefined])[]): string {
  const having = inMarkets.flatMap(([market, column]) => (column === undefined ? [] : [{ market, column }]));
  const [first] = having;
  if (first === undefined) return ' | ';
  const { type, mayBeBlank } = first.column;
  const markets = having.map(({ market }) => code(market)).join(' and ');
  const only = having.length < inMarkets.length ? `; in ${markets} only` : '';
  const units = byMarket(having.map(({ market, column }) => [market, column.unit ?? '']));
  return `${type}${mayBeBlank ? ', may be blank' : ''}${only} | ${units.join(', ')}`;
}

function timesText({ unit, later, evidence }: TimeRule): string {
  const text = later === null ? unit : `${unit}, ${later.unit} from ${later.from}`;
  return `${text} (${evidence})`;
}

function gridText(grid: Grid): string {
  if (grid.kind === 'interval') return 'one each interval';
  if (grid.kind === 'events') return 'whenever something happens';
  const { seconds, rows, exact, evidence } = grid;
  const number = rows === null ? 'several' : String(rows);
  return `${number} every ${seconds.toLocaleString('en')} s, ${exact ? 'exactly' : 'about'} (${evidence})`;
}

function sizeText(size: TypicalSize): string {
  const bytes = size.bytes.toLocaleString('en');
  const text =
    size.kind === 'day' ? `${bytes} bytes a day` : `${size.fileBytes} bytes and ${bytes} for each row`;
  return `${text} (${size.evidence})`;
}

function intervalsText(intervals: readonly Interval[] | null): string {
  if (intervals === null) return '';
  return intervals.length > 3 ? `${intervals[0]} … ${intervals.at(-1)}` : intervals.join(' ');
}

function table(head: string, rows: readonly string[]): string[] {
  const line = head
    .split(' | ')
    .map(() => '---')
    .join(' | ');
  return [head, line, ...rows].map((row) => `| ${row} |`);
}

function code(text: string): string {
  return `\`${text}\``;
}
