import type { Command } from 'commander';
import type { MigrateOptions } from '../../actions/upkeep/migrate.ts';

/** `tapehaul migrate`; in the help after `prune`. */
export function addMigrate(program: Command): void {
  program
    .command('migrate')
    .description('prepare the PostgreSQL database of TAPEHAUL_RECORD_URL for the records of several machines')
    .option('--from <directory>', 'also copy the record of this output directory from its SQLite file')
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
  TAPEHAUL_RECORD_URL_FILE=/run/secrets/record-url tapehaul migrate --from data

Run it once, and after each update, as the owner of the database: it alone creates and changes tables. The same again changes nothing.
--from copies all of a record, or nothing; the file stays as it is. It is refused while a run works in the directory, and when the
database has a record of it already.
Exit status: 0 done, 1 the queue cannot be prepared, 2 no database is named, a newer tapehaul has prepared it, no record or two of them,
5 in use, 7 the database cannot be reached or changed.`;
