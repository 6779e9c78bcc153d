import { type Command, Option } from 'commander';
import type { CatOptions } from '../../actions/tables/cat.ts';

/** `tapehaul cat`; in the help after `tables`. */
export function addCat(program: Command): void {
  program
    .command('cat')
    .description('print the rows of a series from the zips that are held: checked, sorted, times in UTC')
    .argument('<series>', 'a series, e.g. spot/klines/BTCUSDT/1h, or enough of its name: "BTCUSDT 1h"')
    .argument('[directory]', 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)')
    .option('--from <day>', 'first day or month, UTC: 2025-01-15 or 2025-01')
    .option('--to <day>', 'last day or month, UTC')
    .addOption(
      new Option('--format <form>', 'csv (the default), ndjson, or a stream of Apache Arrow').choices([
        'csv',
        'ndjson',
        'arrow',
      ]),
    )
    .addHelpText('after', HELP)
    .action(async (series: string, directory: string | undefined, options: CatOptions) => {
      const { cat } = await import('../../actions/tables/cat.ts');
      process.exitCode = await cat(series, directory, options);
    });
}

const HELP = `
Examples:
  tapehaul cat spot/klines/BTCUSDT/1h data --from 2025-01 --to 2025-03 > candles.csv
  tapehaul cat spot/trades/BTCUSDT data --from 2025-01-15 --to 2025-01-15 --format ndjson | head
  tapehaul cat spot/klines/BTCUSDT/1h data --format arrow | python -c 'import sys, polars; print(polars.read_ipc_stream(sys.stdin.buffer))'

The rows are those of a table, with exact numbers; no table has to be built, and DuckDB is not needed.
Exit status: 0 printed, 1 Apache Arrow is missing (npm install apache-arrow), 2 nothing is held of these days, 6 a file is broken and took no part, 143 the reader closed the pipe.`;
