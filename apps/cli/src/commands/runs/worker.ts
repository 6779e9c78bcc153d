import { type Command, Option } from 'commander';
import type { WorkerOptions } from '../../actions/runs/worker.ts';
import { hostAndPort, wholeNumber } from '../../options/option-values.ts';

/** `tapehaul worker`; in the help after `unpause`. */
export function addWorker(program: Command): void {
  program
    .command('worker')
    .description(
      'fetch files for runs of a fleet, of all output directories in the database of TAPEHAUL_RECORD_URL',
    )
    .option('--slots <count>', 'batches at once', wholeNumber, 2)
    .option(
      '--staging <directory>',
      'where files arrive that go to a bucket, where the output directory is not on this machine (the folder for temporary files)',
    )
    .option(
      '--grace <seconds>',
      'how long files in progress may take to end after the first signal',
      wholeNumber,
      60,
    )
    .option('--listen <host:port>', 'answer /livez and /readyz there', hostAndPort)
    .addOption(
      new Option(
        '--fleet-engine <engine>',
        'what hands out batches: pgboss, in the PostgreSQL of the record, or temporal (TAPEHAUL_FLEET_ENGINE, else pgboss)',
      ).choices(['pgboss', 'temporal']),
    )
    .option('--json', 'one JSON object per line')
    .addHelpText('after', HELP)
    .action(async (options: WorkerOptions) => {
      const { worker } = await import('../../actions/runs/worker.ts');
      process.exitCode = await worker(options);
    });
}

const HELP = `
Examples:
  TAPEHAUL_RECORD_URL=postgres://worker:secret@db:5432/tapehaul tapehaul worker
  tapehaul worker --slots 4 --listen 0.0.0.0:8080
  tapehaul worker --staging /var/tmp/tapehaul --json

Start as many as you like, on machines that reach the database and the output directory or the bucket of the runs. A run comes from
tapehaul collect --on fleet. SIGTERM and Ctrl-C take no further batch, let files in progress end, and give back the rest; the second abandons them.
Exit status: 143 after SIGTERM, 130 after Ctrl-C, 7 the disk of this machine is full or broken, or the database or the staging directory cannot be used, 2 no database is named, 1 it cannot start.`;
