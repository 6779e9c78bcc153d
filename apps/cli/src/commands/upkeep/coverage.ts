import { type Command, Option } from 'commander';
import type { CoverageOptions } from '../../actions/upkeep/coverage.ts';
import { aboutDirectory } from '../../options/command-options.ts';

/** `tapehaul coverage`; in the help after `unpause`. */
export function addCoverage(program: Command): void {
  aboutDirectory(program, 'coverage', 'show what is expected, held and missing of each series, and why')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul coverage --series spot/klines --map\n  tapehaul coverage --stale\n  tapehaul coverage --csv > coverage.csv',
    )
    .option(
      '--series <name>',
      'only series starting with this name, or of this symbol, e.g. spot/klines or BTCUSDT',
    )
    .option('--stale', 'only series whose newest day is older than the archive publishes')
    .addOption(new Option('--map', 'a map of months for each series').conflicts(['csv', 'json']))
    .addOption(new Option('--csv', 'comma-separated values').conflicts('json'))
    .option('--json', 'one JSON object per line')
    .action(async (options: CoverageOptions) => {
      const { coverage } = await import('../../actions/upkeep/coverage.ts');
      process.exitCode = await coverage(options);
    });
}
