import type { Command } from 'commander';
import type { AdoptCommandOptions } from '../../actions/upkeep/adopt.ts';
import { collected, directoryName } from '../../options/option-values.ts';
import { DIR_FLAGS } from '../../options/request-flags.ts';

/** `tapehaul adopt`; in the help after `schema`. */
export function addAdopt(program: Command): void {
  program
    .command('adopt')
    .description('take over files that another tool has collected, each proved; downloads nothing again')
    .argument('<folder>', 'folder to search; never changed without --move')
    .argument('[config]', 'configuration file: where files go, and where sidecars come from')
    .option(
      DIR_FLAGS,
      'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)',
      directoryName,
    )
    .option('--set <key=value>', 'a setting, e.g. layout=archive (repeatable)', collected)
    .option(
      '--as <prefix>',
      'archive prefix that the folder stands for, e.g. data/spot/daily/klines/BTCUSDT/1h',
    )
    .option('--market <market>', 'market of files whose path does not say it, e.g. spot')
    .option('--type <type>', 'their data type, e.g. klines')
    .option('--interval <interval>', 'their candle interval; by default what each name says')
    .option('--move', 'remove files from the folder once they are adopted')
    .option('--offline', 'fetch no sidecars; files without one beside them stay unverified')
    .option('-q, --quiet', 'print only files that are not taken')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  tapehaul adopt ~/binance-data --dir data
  tapehaul adopt /mnt/old examples/starter.json --move
  tapehaul adopt flat --market spot --type klines --dir data
  tapehaul adopt BTCUSDT/1h --as data/spot/daily/klines/BTCUSDT/1h --dir data

A file is recognised by its path, wherever that begins: data/spot/monthly/klines/BTCUSDT/1h/… as in the archive and
its scripts, or bronze/binance/…. Symbolic links are not followed, except to folders of the output directory itself.
Exit status: 0 done, 2 nothing recognised, 3 some files failed, 6 one contradicts its checksum, 7 disk.`,
    )
    .action(async (folder: string, config: string | undefined, options: AdoptCommandOptions) => {
      const { adopt } = await import('../../actions/upkeep/adopt.ts');
      const { localFolder } = await import('../../options/output-directory.ts');
      process.exitCode = await adopt(localFolder(folder), config, options);
    });
}
