import type { NeedlessKind } from '@tapehaul/workflow';
import { Argument, type Command, Option } from 'commander';
import { collected, collectedOf, directoryName } from '../options/option-values.ts';
import { DIR_FLAGS } from '../options/request-flags.ts';
import type { AdoptCommandOptions } from './adopt.ts';
import type { PruneOptions } from './prune.ts';
import type { RepairCommandOptions } from './repair.ts';
import type { ValidateOptions } from './validate.ts';

const KINDS = ['stray', 'unrecorded', 'replaced', 'quarantined'] as const satisfies readonly NeedlessKind[];

/** Adds the commands beside collecting: configuration, housekeeping, the simulator, completion. */
export function addToolCommands(program: Command): void {
  program
    .command('config')
    .description('show what is configured')
    .command('show')
    .description('show every value of a configuration, and with --origin where it comes from')
    .argument('<config>', 'configuration file')
    .option('--set <key=value>', 'a setting that overrides environment and file (repeatable)', collected)
    .option('--origin', 'where each value comes from: flag, environment, file or default')
    .option('--json', 'one JSON document')
    .action(async (config: string, options: ValidateOptions) => {
      const { showConfig } = await import('./validate.ts');
      process.exitCode = await showConfig(config, options);
    });

  program
    .command('schema')
    .description('print a JSON Schema: of a configuration, or of the lines that collect --json prints')
    .addArgument(new Argument('<of>', 'what it describes').choices(['config', 'output', 'repair']))
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul schema config > collection.schema.json\n  tapehaul schema output',
    )
    .action(async (of: 'config' | 'output' | 'repair') => {
      const { printSchema } = await import('./schema.ts');
      printSchema(of);
    });

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
its scripts, or bronze/binance/…. Symbolic links are not followed.
Exit status: 0 done, 2 nothing recognised, 3 some files failed, 6 one contradicts its checksum, 7 disk.`,
    )
    .action(async (folder: string, config: string | undefined, options: AdoptCommandOptions) => {
      const { adopt } = await import('./adopt.ts');
      process.exitCode = await adopt(folder, config, options);
    });

  program
    .command('repair')
    .description('rebuild a record that is damaged or missing from the files, their sidecars and manifests')
    .argument('[directory]', 'output directory (TAPEHAUL_OUTPUT_DIRECTORY, else output/archive_data)')
    .option('--json', 'one JSON object per line: each file, then the summary')
    .addHelpText(
      'after',
      `
Examples:
  tapehaul repair data
  tapehaul repair data --json | tail -n 1

Every file is read and proved by its sidecar or manifest before it is recorded. The damaged record is kept aside as
.tapehaul/catalog.malformed-….db. A sound record is left as it is.
Exit status: 0 rebuilt or sound, 5 in use, 6 a file has changed or cannot be read (it is not recorded).`,
    )
    .action(async (directory: string | undefined, options: RepairCommandOptions) => {
      const { repair } = await import('./repair.ts');
      process.exitCode = await repair(directory, options);
    });

  program
    .command('prune')
    .description(
      'find files of an output directory that are not needed: stray, unrecorded, replaced, quarantined',
    )
    .argument('<directory>', 'output directory of a collection')
    .addOption(
      new Option('--kind <kind>', 'only this kind (repeatable)').choices(KINDS).argParser(collectedOf(KINDS)),
    )
    .option('--delete', 'delete them, the unrecorded ones only with --kind; without it they are only listed')
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul prune data\n  tapehaul prune data --kind quarantined --delete',
    )
    .action(async (directory: string, options: PruneOptions) => {
      const { prune } = await import('./prune.ts');
      process.exitCode = await prune(directory, options);
    });

  program
    .command('simulate')
    .description('start a loopback S3 server that looks like the archive, to try things out')
    .argument('[options...]', 'see tapehaul simulate --help')
    .allowUnknownOption()
    .helpOption(false)
    .addHelpText('after', '\nExamples:\n  tapehaul simulate --port 9000')
    .action(async (_: readonly string[], __: unknown, command: Command) => {
      const { simulate } = await import('@tapehaul/archive-simulator/command');
      await simulate('tapehaul simulate', command.args);
    });
}
