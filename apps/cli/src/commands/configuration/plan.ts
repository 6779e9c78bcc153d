import type { Command } from 'commander';
import type { PlanCommandOptions } from '../../actions/configuration/plan.ts';
import { addFailOn, addProof, addRecheck, withConfig } from '../../options/command-options.ts';
import { addRequestFlags } from '../../options/request-flags.ts';

/** `tapehaul plan`; in the help after `collect`. */
export function addPlan(program: Command): void {
  const about = 'show what a collection would do: files, gaps with reasons, bytes; writes nothing';
  addRecheck(addProof(addFailOn(addRequestFlags(withConfig(program, 'plan', about, '[config]')))))
    .option('-v, --verbose', 'a line for each file, with its sign')
    .option('--json', 'one JSON object per line: each object and verdict, then the summary')
    .option('--detailed-exitcode', 'exit status 0 nothing to do, 1 error, 2 something to do')
    .addHelpText('after', HELP)
    .action(async (config: string | undefined, options: PlanCommandOptions) => {
      const { plan } = await import('../../actions/configuration/plan.ts');
      process.exitCode = await plan(config, options);
    });
}

const HELP = `
Examples:
  tapehaul plan examples/starter.json
  tapehaul plan examples/starter.json --set date_range.end=latest --fail-on missing
  tapehaul plan examples/starter.json --json | grep '"verdict"'

Signs: + new, ~ replaced upstream, = present, ! recorded but not on disk as recorded, - gone upstream.

Exit status: 0 done, 1 failed, 2 usage or configuration, 4 something requested does not exist (--fail-on).`;
