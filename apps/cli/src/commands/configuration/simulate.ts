import type { Command } from 'commander';

/** `tapehaul simulate`; in the help after `prune`. */
export function addSimulate(program: Command): void {
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
