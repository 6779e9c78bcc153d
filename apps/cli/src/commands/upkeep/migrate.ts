import type { Command } from 'commander';
import type { MigrateOptions } from '../../actions/upkeep/migrate.ts';

/** `tapehaul migrate`; in the help after `prune`. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('prepare the PostgreSQL database of TAPEHAUL_RECORD_URL for the records of several machines')
    .option('--json', 'one JSON object per line')
    .addHelpText('after', HELP)
    .action(async (options: MigrateOptions) => {
      const { migrate } = await import('../../actions/upkeep/migrate.ts');
      process.exitCode = await migrate(options);
    });
}

const HELP = `
Examples:
  TAPEHAUL_RECORD_URL=postgres://owner:secret@db:5432/tapehaul tapehaul migrate
  TAPEHAUL_RECORD_URL_FILE=/run/secrets/record-url tapehaul migrate

Run it once, and after each update, as the owner of the database: it alone creates and changes tables. The same again changes nothing.
Exit status: 0 done, 1 the queue cannot be prepared, 2 no database is named, or a newer tapehaul has prepared it, 7 it cannot be reached or changed.`;
