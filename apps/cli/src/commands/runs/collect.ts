import { TapehaulError } from '@tapehaul/errors';
import type { Command } from 'commander';
import type { CollectOptions } from '../../actions/runs/collect.ts';
import {
  addFailOn,
  addProof,
  addRecheck,
  addShowOptions,
  withConfig,
} from '../../options/command-options.ts';
import { addFleetOptions } from '../../options/fleet-options.ts';
import { listed } from '../../options/option-values.ts';
import { addRequestFlags } from '../../options/request-flags.ts';
import { serverOption } from '../../options/server-option.ts';

/** `tapehaul collect`; first in the help. */
export function addCollect(program: Command): void {
  const about = 'collect what a configuration or flags request; run it again to continue';
  const command = addShowOptions(
    addRecheck(addProof(addFailOn(addRequestFlags(withConfig(program, 'collect', about, '[config]'))))),
  );
  addFleetOptions(command, 'here')
    .option('--tables', 'also build query-ready Parquet tables of what is collected; needs DuckDB')
    .option(
      '--compare <months>',
      'with tables: also fetch the daily files of these months and compare both, e.g. 2025-01 or 2024-01..2025-01, or all',
      listed,
    )
    .option('--dry-run', 'show the plan and collect nothing; the same as tapehaul plan')
    .addOption(serverOption())
    .addHelpText('after', HELP)
    .action(async (config: string | undefined, options: CollectOptions) => {
      process.exitCode = await collectOrPlan(config, options);
    });
}

async function collectOrPlan(config: string | undefined, options: CollectOptions): Promise<number> {
  if (options.dryRun !== true)
    return (await import('../../actions/runs/collect.ts')).collect(config, options);
  if (options.server !== undefined) throw noPlanThere();
  return (await import('../../actions/configuration/plan.ts')).plan(config, options);
}

function noPlanThere(): TapehaulError {
  return new TapehaulError('config_invalid', '--dry-run and --server cannot be combined', {
    hint: 'Leave out --server to plan on this machine.',
  });
}

const HELP = `
Examples:
  tapehaul collect --market spot --symbol BTCUSDT,ETHUSDT --type klines --interval 1h --from 2025-01
  tapehaul collect --market spot --symbol '*USDT' --type klines --interval 1d --from 2025-01 --to 2025-03
  tapehaul collect examples/starter.json
  tapehaul collect examples/starter.json --json | tail -n 1
  tapehaul collect examples/starter.json --on fleet

Exit status: 0 done, 1 failed, 2 usage or configuration, 3 some files failed, 4 something requested
does not exist (--fail-on), 5 try again later, 6 a file contradicts its checksum, 7 disk, 130 stopped by Ctrl-C, 143 by SIGTERM.`;
