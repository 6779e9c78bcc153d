import { Argument, type Command } from 'commander';

/** `tapehaul schema`; in the help after `config`. */
export function addSchema(program: Command): void {
  program
    .command('schema')
    .description(
      'print a JSON Schema: of a configuration, of the lines that collect and worker print with --json, or of those of repair',
    )
    .addArgument(new Argument('<of>', 'what it describes').choices(['config', 'output', 'repair']))
    .addHelpText(
      'after',
      '\nExamples:\n  tapehaul schema config > collection.schema.json\n  tapehaul schema output',
    )
    .action(async (of: 'config' | 'output' | 'repair') => {
      const { printSchema } = await import('../../actions/configuration/schema.ts');
      printSchema(of);
    });
}
