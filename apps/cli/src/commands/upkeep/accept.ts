import type { Command } from 'commander';
import type { DecideOptions } from '../../actions/upkeep/decide.ts';
import { aboutDirectory } from '../../options/command-options.ts';

/** `tapehaul accept`; in the help after `prune`. */
export function addAccept(program: Command): void {
  aboutDirectory(program, 'accept', 'take disputed files as they are: they contradict their checksums')
    .argument('[keys...]', 'keys, paths or names of disputed files')
    .option('--reason <text>', 'why they are right although their checksums are not (required)')
    .option('--run <run>', 'all open disputes of this run: its id, its beginning or latest')
    .option('--by <name>', 'who accepts them; your user name by default')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText('after', HELP)
    .action(async (keys: string[], options: DecideOptions) => {
      const { accept } = await import('../../actions/upkeep/decide.ts');
      process.exitCode = await accept(keys, options);
    });
}

const HELP = `
Examples:
  tapehaul accept BTCUSDT-1s-2023-04-12.zip --reason "86,400 rows, as the API has them" --dir data
  tapehaul accept --run latest --reason "stale sidecars, binance-public-data #405" --dir data

A file is moved from the quarantine into its place once its digest is the recorded one. Who, when and why, and both digests, are
recorded and written to the manifests. No request is sent to the archive.
Exit status: 0 done, 2 no such dispute, 5 in use, 6 the file in the quarantine is another or gone, 7 disk.`;
