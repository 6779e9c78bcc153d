import type { NeedlessKind } from '@tapehaul/workflow';
import { type Command, Option } from 'commander';
import type { PruneOptions } from '../../actions/upkeep/prune.ts';
import { collectedOf } from '../../options/option-values.ts';

const KINDS = [
  'stray',
  'unrecorded',
  'replaced',
  'quarantined',
  'disputed',
  'superseded',
] as const satisfies readonly NeedlessKind[];

/** `tapehaul prune`; in the help after `repair`. */
export function addPrune(program: Command): void {
  program
    .command('prune')
    .description(
      'find files of an output directory that are not needed: stray, unrecorded, replaced, quarantined, disputed, superseded',
    )
    .argument('<directory>', 'output directory of a collection')
    .addOption(
      new Option('--kind <kind>', 'only this kind (repeatable)').choices(KINDS).argParser(collectedOf(KINDS)),
    )
    .option(
      '--delete',
      'delete them, unrecorded, disputed and superseded ones only with --kind; without it they are only listed',
    )
    .option('--json', 'one JSON object per line')
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul prune data\n  tapehaul prune data --kind quarantined --delete\n  tapehaul prune data --kind superseded',
    )
    .action(async (directory: string, options: PruneOptions) => {
      const { prune } = await import('../../actions/upkeep/prune.ts');
      const { localFolder } = await import('../../options/output-directory.ts');
      process.exitCode = await prune(localFolder(directory), options);
    });
}
