import {
  type Column,
  DATA_TYPE_SPECS,
  type DataTypeSpec,
  type FilesSpec,
  type Grid,
  type Interval,
  listedNames,
  MARKETS,
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
official file, M a good one, L inferred or contested.
`;

const SYMBOLS: Readonly<Record<Exclude<SymbolRule, object>, string>> = {
  all: 'all symbols of the market',
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
    `- Typical size, zipped: ${sizeText(size)}.\n`,
    ...marketsTable(spec),
    ...marketFacts(spec),
    ...columnTables(spec),
  ].join('\n');
}

function marketsTable(spec: DataTypeSpec): string[] {
  const rows = MARKETS.flatMap((market) =>
    (spec.markets[market]?.files ?? []).map((files) => filesRow(market, files)),
  );
  return [...table('market | partition | intervals | from | to | state | sure | evidence', rows), ''];
}

function filesRow(market: string, files: FilesSpec): string {
  const { partition, intervals, from, to, state, confidence, evidence } = files;
  return [market, partition, intervalsText(intervals), from, to ?? 'now', state, confidence, evidence].join(
    ' | ',
  );
}

function marketFacts(spec: DataTypeSpec): string[] {
  const lines = MARKETS.flatMap((market) => {
    const one = spec.markets[market];
    return one === null ? [] : [`- ${code(market)}: ${formText(one)}`];
  });
  return [...lines, ''];
}

function formText({ header, times, symbols }: MarketSpec): string {
  const line =
    header.from === 'never'
      ? 'no header'
      : header.from === 'always'
        ? 'header'
        : `header from ${header.from}`;
  const of = typeof symbols === 'object' ? listedNames(symbols).join(', ') : SYMBOLS[symbols];
  return `${of}; ${line} (${header.evidence}); times in ${timesText(times)} (${times.evidence}).`;
}

/** One table for all markets whose files have the same columns. */
function columnTables(spec: DataTypeSpec): string[] {
  const tables = new Map<string, string[]>();
  for (const market of MARKETS) {
    const columns = spec.markets[market]?.columns;
    if (columns === undefined) continue;
    const text = table('column | type | unit', columns.map(columnRow)).join('\n');
    tables.set(text, [...(tables.get(text) ?? []), code(market)]);
  }
  return [...tables].flatMap(([text, markets]) => [`Columns in ${markets.join(' and ')}:`, '', text, '']);
}

function columnRow({ name, type, unit, mayBeBlank }: Column): string {
  return `${code(name)} | ${type}${mayBeBlank ? ', may be blank' : ''} | ${unit ?? ''}`;
}

function timesText({ unit, later }: TimeRule): string {
  return later === null ? unit : `${unit}, ${later.unit} from ${later.from}`;
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
