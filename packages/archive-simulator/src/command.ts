import { once } from 'node:events';
import { asTapehaulError } from '@tapehaul/errors';
import { Command } from 'commander';
import { existingFolder, isoTime, programOf, usageText, wholeNumber } from './command-options.ts';
import { folderSource } from './folder/folder-source.ts';
import { startSimulator } from './simulator.ts';
import { syntheticSource } from './synthetic/synthetic-source.ts';

const USAGE_ERROR = 2;

const examples = (name: string) => `
Examples:
  $ ${name} --port 9000
  $ ${name} --folder ./bucket --latency 50 --rate 1000000
  $ ${name} --now 2026-10-01 --rows 100
  $ aws s3 ls --no-sign-request --endpoint-url http://127.0.0.1:9000 s3://data.binance.vision/data/spot/`;

interface Options {
  readonly port: number;
  readonly bucket: string;
  readonly folder?: string;
  readonly latency?: number;
  readonly rate?: number;
  readonly rows?: number;
  readonly now?: Date;
}

/**
 * Runs the simulator's command with arguments, until SIGINT or SIGTERM; `name` is what it calls itself in its help. Sets
 * the exit status 2, with the reason on stderr, for what cannot be followed, such as a port in use.
 */
export async function simulate(name: string, args: readonly string[]): Promise<void> {
  const command = new Command(name)
    .description('A loopback S3 server that looks like the Binance archive. Ends on SIGINT or SIGTERM.')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes any free one', wholeNumber(0, 65_535), 9_000)
    .option('--bucket <name>', 'name of the bucket', 'data.binance.vision')
    .option('--folder <path>', 'serve the files of this folder instead of synthetic objects', existingFolder)
    .option('--latency <milliseconds>', 'delay before each answer', wholeNumber(0))
    .option('--rate <bytes>', 'most bytes a second of each body', wholeNumber(1))
    .option('--rows <number>', 'most rows in a synthetic file (default: 1440)', wholeNumber(1))
    .option('--now <time>', 'synthetic objects due by this day are there (default: the present)', isoTime)
    .addHelpText('after', examples(name))
    .allowExcessArguments(false)
    .configureOutput({ outputError: (text, write) => write(usageText(name, text)) })
    .showHelpAfterError(`(see ${name} --help)`)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE_ERROR))
    .action(run);
  await command.parseAsync([...args], { from: 'user' }).catch((error: unknown) => {
    const { message, hint } = asTapehaulError(error);
    console.error(`${programOf(name)}: ${message}${hint === undefined ? '' : `\n${hint}`}`);
    process.exitCode = USAGE_ERROR;
  });
}

async function run({ port, bucket, folder, latency, rate, rows, now }: Options): Promise<void> {
  const synthetic = { ...(rows !== undefined && { maxRows: rows }), ...(now !== undefined && { now }) };
  const simulator = await startSimulator({
    port,
    bucket,
    source: folder === undefined ? syntheticSource(synthetic) : folderSource(folder),
    ...(latency !== undefined && { latencyMs: latency }),
    ...(rate !== undefined && { bytesPerSecond: rate }),
  });
  console.log(`listening on ${simulator.url}/${bucket}`);
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  await simulator.close();
}
