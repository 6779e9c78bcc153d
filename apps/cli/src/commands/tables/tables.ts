import { type Command, Option } from 'commander';
import type { BuildOptions } from '../../actions/tables/build.ts';
import { wholeNumber } from '../../options/option-values.ts';
import { addSeriesFlags } from '../../options/request-flags.ts';

/** `tapehaul tables`; in the help after `verify`. */
export function addTables(program: Command): void {
  const tables = program.command('tables').description('query-ready tables of what was collected');
  addSeriesFlags(
    tables
      .command('build')
      .description('build Parquet tables of the files that are held; run it again to continue or to update')
      .argument('[directory]', 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)'),
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
    .option('--threads <count>', 'months that are built at once; 1 by default', wholeNumber)
    .option('--json', 'one JSON object per line: each partition, then the result')
    .addHelpText('after', HELP)
    .action(async (directory: string | undefined, options: BuildOptions) => {
      const { build } = await import('../../actions/tables/build.ts');
      process.exitCode = await build(directory, options);
    });
}

const HELP = `
Examples:
  tapehaul tables build
  tapehaul tables build data --type klines --interval 1h --symbol 'BTC*'
  tapehaul tables build data --check-only
  duckdb -c "SELECT * FROM read_parquet('data/silver/binance/klines/**/*.parquet', hive_partitioning = true)"

Exit status: 0 done, also with findings; 3 some months failed, 6 a file is not as it was proved, 7 disk,
1 DuckDB is missing (npm install @duckdb/node-api).`;
