import {
  asSeries,
  DATA_TYPES,
  type DataType,
  dataTypeSpec,
  isCandleType,
  listedNames,
  MARKETS,
  type Market,
} from '@tapehaul/archive';
import {
  grainOf,
  partitionOf,
  partitionPath,
  sourceFields,
  type TableColumn,
  tableSchema,
} from '../src/index.ts';

const HEADING = `# Columns of tables

Which columns does each table have, and where are its files? This page is written by a test
(\`packages/tables/test/columns-page.test.ts\`) from \`packages/tables/src/\`; to change a fact, change it there and run
\`npx vitest run packages/tables/test/columns-page.test.ts -u\`. [Data types](data-types.md) has the files that tables are made from.

A table has the same columns in every market; one that a market lacks is null there. Market and symbol are in the path, not in
the file. Times are microseconds since 1970 in UTC. Numbers that are not whole are doubles; with \`numbers: decimal\` they are the
decimal that is named here, which holds them exactly. Rows are sorted by the key, and rows of one key differ only where the
archive contradicts itself. A file has one day where a day of a busy symbol is more than about 100 kB zipped, else one month.
`;

/** The page that shows the tables of all data types, as Markdown. */
export function columnsPage(): string {
  const sections = DATA_TYPES.map(section);
  return [HEADING, ...contents(), '', ...sections].join('\n');
}

function contents(): string[] {
  return lines(
    'table | key | a file has',
    DATA_TYPES.map((type) => `[${type}](#${type.toLowerCase()}) | ${keyText(type)} | ${spanText(type)}`),
  );
}

function section(type: DataType): string {
  const rows = tableSchema(type).columns.map((column) => {
    const cells = [code(column.name), typeText(column), column.unit ?? '', meaningText(type, column)];
    return cells.join(' | ');
  });
  return [
    `## ${type}\n`,
    `A row is ${dataTypeSpec(type).row}.\n`,
    `- Key: ${keyText(type)}.`,
    `- A row belongs to the UTC day of \`${tableSchema(type).time}\`.`,
    `- A file has ${spanText(type)}, such as \`${examplePath(type)}\`.`,
    `- Version of the columns: ${tableSchema(type).version}.\n`,
    ...lines('column | type | unit | meaning', rows),
    '',
  ].join('\n');
}

function keyText(type: DataType): string {
  return tableSchema(type).key?.map(code).join(', ') ?? 'none, only the whole row';
}

function spanText(type: DataType): string {
  if (!isCandleType(type)) return `one ${grainOf(type, null)}`;
  return sourceFields('spot', type) === undefined ? 'one month' : 'one month; of 1s candles one day';
}

function examplePath(dataType: DataType): string {
  const market = marketsOf(dataType)[0] ?? 'spot';
  const symbols = dataTypeSpec(dataType).markets[market]?.symbols;
  const symbol = typeof symbols === 'object' ? listedNames(symbols)[0] : 'BTCUSDT';
  const series = asSeries({
    market,
    dataType,
    symbol: symbol ?? '',
    interval: isCandleType(dataType) ? '1m' : null,
  });
  if (series === undefined) throw new Error(`no series of ${dataType}`);
  const last = dataTypeSpec(dataType).markets[market]?.files[0].to ?? '2025-07-01';
  return partitionPath(partitionOf(series, last));
}

function typeText({ kind, decimal }: TableColumn): string {
  return decimal === null ? kind : `double or decimal(${decimal.precision}, ${decimal.scale})`;
}

function meaningText(type: DataType, { name, meaning, mayBeNull }: TableColumn): string {
  const markets = marketsOf(type);
  const having = markets.filter((market) => sourceFields(market, type)?.some((field) => field.name === name));
  if (!mayBeNull) return meaning;
  if (having.length === markets.length) return `${meaning} Null where files leave it blank.`;
  return `${meaning} Only in ${having.map(code).join(' and ')}, null elsewhere.`;
}

function marketsOf(type: DataType): readonly Market[] {
  return MARKETS.filter((market) => dataTypeSpec(type).markets[market] !== null);
}

function lines(head: string, rows: readonly string[]): string[] {
  const line = head
    .split(' | ')
    .map(() => '---')
    .join(' | ');
  return [head, line, ...rows].map((row) => `| ${row} |`);
}

function code(text: string): string {
  return `\`${text}\``;
}
