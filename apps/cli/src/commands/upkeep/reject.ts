import type { Command } from 'commander';
import type { DecideOptions } from '../../actions/upkeep/decide.ts';
import { aboutDirectory } from '../../options/command-options.ts';

/** `tapehaul reject`; in the help after `accept`. */
export function addReject(program: Command): void {
  aboutDirectory(program, 'reject', 'forget disputed files: the next run fetches them again')
    .argument('[keys...]', 'keys, paths or names of disputed files, also of accepted ones')
    .option('--reason <text>', 'why; kept in the record')
    .option('--run <run>', 'all open disputes of this run: its id, its beginning or latest')
    .option('--by <name>', 'who rejects them; your user name by default')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText('after', HELP)
    .action(async (keys: string[], options: DecideOptions) => {
      const { reject } = await import('../../actions/upkeep/decide.ts');
      process.exitCode = await reject(keys, options);
    });
}

const HELP = `
Examples:
  tapehaul reject BTCUSDT-1s-2023-04-12.zip --dir data
  tapehaul reject --run latest --dir data

What is in the quarantine is deleted; a file that was accepted is removed from its place, too.
Exit status: 0 done, 2 no such dispute, 5 in use, 7 disk.`;
