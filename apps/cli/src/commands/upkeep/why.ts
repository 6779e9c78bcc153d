import type { Command } from 'commander';
import type { WhyOptions } from '../../actions/upkeep/why.ts';
import { aboutDirectory } from '../../options/command-options.ts';

/** `tapehaul why`; in the help after `coverage`. */
export function addWhy(program: Command): void {
  aboutDirectory(program, 'why', 'explain a day of a series: is it held, if not why, and will it come')
    .argument('<series...>', 'a series and a day, a month or a range; or a key, or the path of a file')
    .option('--json', 'one JSON object')
    .addHelpText('after', HELP)
    .action(async (series: string[], options: WhyOptions) => {
      const { why } = await import('../../actions/upkeep/why.ts');
      process.exitCode = await why(series, options);
    });
}

const HELP = `
Examples:
  tapehaul why BTCUSDT 1h 2025-06-14
  tapehaul why spot/klines/BTCUSDT/1h 2025-06-01..2025-06-14 --dir data
  tapehaul why spot trades BTCUSDT 2025-06
  tapehaul why data/spot/daily/klines/BTCUSDT/1h/BTCUSDT-1h-2025-06-14.zip

The answer is read from the record; no request is sent. A range has a line for each span of days in the same state, then the
details of the first one that is missing (else not held yet, else known).
Exit status: 0 explained, whatever the answer is; 2 no such series is recorded, or several are meant.`;
