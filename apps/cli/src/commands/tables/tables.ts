import { type Command, Option } from 'commander';
import type { BuildOptions } from '../../actions/tables/build.ts';
import type { CheckOptions } from '../../actions/tables/check.ts';
import type { ViewsOptions } from '../../actions/tables/views.ts';
import { listed, wholeNumber } from '../../options/option-values.ts';
import { addDayFlags, addSeriesFlags } from '../../options/request-flags.ts';

const DIRECTORY = 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)';

/** `tapehaul tables`; in the help after `verify`. */
export function addTables(program: Command): void {
  const tables = program.command('tables').description('query-ready tables of what was collected');
  addBuild(tables);
  addCheck(tables);
  addViews(tables);
}

function addBuild(tables: Command): void {
  addDayFlags(
    addSeriesFlags(
      tables
        .command('build')
        .description('build Parquet tables of the files that are held; run it again to continue or to update')
        .argument('[directory]', DIRECTORY),
    ),
  )
    .addOption(
      new Option('--numbers <kind>', 'double, which all readers take, or decimal, which is exact').choices([
        'double',
        'decimal',
      ]),
    )
    .addOption(
      new Option(
        '--repair <how>',
        'where a month and its days differ: the month as it is, the better source of each day, or the rows of both',
      ).choices(['off', 'days', 'rows']),
    )
    .option(
      '--rebuild',
      'also build again what is as its sources are, e.g. after a file of a table was damaged',
    )
    .option('--check-only', 'check the rows by the rules of their tables and write nothing')
    .addOption(
      new Option(
        '--compare <months>',
        'show how to fetch the daily files of these months and compare both, e.g. 2025-01 or 2024-01..2025-01, or all',
      )
        .argParser(listed)
        .conflicts('checkOnly'),
    )
    .option('--threads <count>', 'months that are built at once; 1 by default', wholeNumber)
    .option('--wait', 'wait while another run is using the output directory')
    .option('--json', 'one JSON object per line: each partition, then the result')
    .addHelpText('after', BUILD_HELP)
    .action(async (directory: string | undefined, options: BuildOptions) => {
      const { build } = await import('../../actions/tables/build.ts');
      process.exitCode = await build(directory, options);
    });
}

const BUILD_HELP = `
Examples:
  tapehaul tables build
  tapehaul tables build data --type klines --interval 1h --symbol 'BTC*'
  tapehaul tables build data --check-only
  duckdb -c "SELECT * FROM read_parquet('data/silver/binance/klines/*/*/*/month=*/*.parquet', hive_partitioning = true)"

Exit status: 0 done, also with findings; 3 some months failed, 6 a file is not as it was proved, 7 disk,
1 DuckDB is missing (npm install @duckdb/node-api).`;

function addCheck(tables: Command): void {
  addDayFlags(
    addSeriesFlags(
      tables
        .command('check')
        .description('list what was found in the rows of the tables that are built, by rule')
        .argument('[directory]', DIRECTORY),
    ),
  )
    .option('--rule <name>', 'only findings of this rule, e.g. missing_rows')
    .addOption(
      new Option('--severity <severity>', 'only findings of this severity').choices(['error', 'gap', 'note']),
    )
    .option('--rows', 'each finding, in place of the rules: series, day, times, count and a sample')
    .addOption(
      new Option('--format <form>', 'a table for people (the default), CSV, or one JSON object per line')
        .choices(['table', 'csv', 'json'])
        .conflicts('json'),
    )
    .option('--json', 'the same as --format json')
    .addHelpText('after', CHECK_HELP)
    .action(async (directory: string | undefined, options: CheckOptions) => {
      const { check } = await import('../../actions/tables/check.ts');
      process.exitCode = await check(directory, options);
    });
}

const CHECK_HELP = `
Examples:
  tapehaul tables check data
  tapehaul tables check data --severity error --rows
  tapehaul tables check data --type trades --from 2025-01 --format csv --rows > findings.csv

The answer is read from the record; tapehaul tables build data --check-only reads the files again.
After tapehaul repair, findings are known again once the tables have been built again; a line on stderr says so.
Exit status: 0, whatever was found; 2 no such tables are built, or no such rule exists.`;

function addViews(tables: Command): void {
  addSeriesFlags(
    tables
      .command('views')
      .description('print the lines that read the tables that are built, or write the files of freqtrade')
      .argument('[directory]', DIRECTORY),
  )
    .addOption(
      new Option('--for <reader>', 'what reads them: SQL for duckdb, lines of Python, or files of freqtrade')
        .choices(['duckdb', 'polars', 'pandas', 'freqtrade'])
        .makeOptionMandatory(),
    )
    .option('--out <folder>', "with --for freqtrade: freqtrade's data folder, e.g. user_data/data/binance")
    .option('--overwrite', 'with --for freqtrade: replace files that another program wrote')
    .option('--json', 'one JSON object: the tables and the lines as text, or the files of freqtrade')
    .addHelpText('after', VIEWS_HELP)
    .action(async (directory: string | undefined, options: ViewsOptions) => {
      const { views } = await import('../../actions/tables/views.ts');
      process.exitCode = await views(directory, options);
    });
}

const VIEWS_HELP = `
Examples:
  tapehaul tables views data --for duckdb > views.sql     # then: duckdb -init views.sql
  tapehaul tables views data --for polars --type klines --symbol BTCUSDT
  tapehaul tables views data --for freqtrade --out user_data/data/binance

Files of freqtrade are Parquet: set "dataformat_ohlcv": "parquet" and "dataformat_trades": "parquet" in its configuration.
Files whose tables have not changed since they were written are left alone. Writing needs DuckDB.
Names of folders are read, no record: a copy of silver/ will do. Of tables in a bucket the record is read, and the lines
have s3:// addresses: DuckDB needs its extension httpfs, polars and pandas storage_options; credentials are those of your machine.
Exit status: 0 printed or written; 1 DuckDB is missing, 2 no such tables are built, 7 disk.`;
