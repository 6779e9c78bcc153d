import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sidecarKey } from '@tapehaul/archive';
import { quoteArgument } from '@tapehaul/s5cmd';
import { CONNECTIONS, type Contender, checkFiles, type Run } from './contender.ts';
import { plainEnvironment, rcloneRemote } from './measure/environment.ts';
import type { Command } from './measure/measure.ts';

/** Most lines in a batch file of the seed, and the workers that it gave to each. */
const BATCH_LINES = 50;
const BATCH_WORKERS = 4;

const peer = (name: string, command: (run: Run) => Promise<Command>): Contender => {
  return { name, ours: false, command, check: checkFiles };
};

/** One `s5cmd run` with a line for every object and sidecar. */
export function s5cmdRun(s5cmd: string): Contender {
  return peer('s5cmd run', async (run) => {
    const lines = join(run.folder, 'lines.txt');
    await writeFile(lines, s5cmdLines(run).join('\n'));
    return {
      program: s5cmd,
      args: [...s5cmdOptions(run, CONNECTIONS), 'run', lines],
      env: s5cmdEnvironment(run),
    };
  });
}

/** `s5cmd cp` of the whole bucket by a wildcard; with `sums`, `sha256sum -c` over all sidecars after it, as careful people do. */
export function s5cmdWildcard(s5cmd: string, { sums = false } = {}): Contender {
  return peer(sums ? 's5cmd cp, then sha256sum -c' : 's5cmd cp, wildcard', async (run) => {
    const from = `s3://${run.server.bucket}/*`;
    const copy = [s5cmd, ...s5cmdOptions(run, CONNECTIONS), 'cp', from, `${run.output}/`];
    const [program = '', ...args] = sums ? ['sh', '-c', CHECKED, 'sh', run.output, ...copy] : copy;
    return { program, args, env: s5cmdEnvironment(run) };
  });
}

/** Copies, then checks each folder by the sidecars in it, on all cores. */
const CHECKED = `output=$1; shift; "$@" && find "$output" -name '*.CHECKSUM' -print0 |
  xargs -0 -n 1 -P "$(nproc)" sh -c 'cd "$(dirname "$0")" && sha256sum --quiet -c "$(basename "$0")"'`;

/** Small batch files one after the other, an s5cmd process for each: what scripts around s5cmd do. */
export function s5cmdBatches(s5cmd: string): Contender {
  return peer('s5cmd run, small batches', async (run) => {
    const batches = join(run.folder, 'batches');
    await mkdir(batches, { recursive: true });
    const lines = s5cmdLines(run);
    for (let first = 0; first < lines.length; first += BATCH_LINES) {
      const file = join(batches, `${String(first).padStart(9, '0')}.txt`);
      await writeFile(file, lines.slice(first, first + BATCH_LINES).join('\n'));
    }
    const script = 'batches=$1; shift; for batch in "$batches"/*.txt; do "$@" run "$batch" || exit 1; done';
    const args = ['-c', script, 'sh', batches, s5cmd, ...s5cmdOptions(run, BATCH_WORKERS)];
    return { program: 'sh', args, env: s5cmdEnvironment(run) };
  });
}

/** `rclone copy` of the whole bucket, with further options if given. */
export function rcloneCopy(rclone: string, ...options: readonly string[]): Contender {
  return peer(['rclone copy', ...options].join(' '), async ({ server, output }) => {
    const parallel = ['--transfers', `${CONNECTIONS}`, '--checkers', `${CONNECTIONS}`];
    const args = ['copy', `archive:${server.bucket}`, output, ...parallel, ...options];
    return { program: rclone, args, env: { ...plainEnvironment(), ...rcloneRemote(server.endpoint) } };
  });
}

/** `aws s3 sync` of the whole bucket, with the parallelism that it has of itself. */
export function awsSync(aws: string): Contender {
  return peer('aws s3 sync', async ({ server, output }) => {
    const anonymous = ['--no-sign-request', '--endpoint-url', server.endpoint, '--region', server.region];
    const args = ['s3', 'sync', ...anonymous, '--only-show-errors', `s3://${server.bucket}`, output];
    return { program: aws, args, env: { ...plainEnvironment(), AWS_EC2_METADATA_DISABLED: 'true' } };
  });
}

function s5cmdLines({ corpus, server, output }: Run): string[] {
  return corpus.keys.flatMap((zip) =>
    [zip, sidecarKey(zip)].map((key) => {
      const from = quoteArgument(`s3://${server.bucket}/${key}`);
      return `cp --raw ${from} ${quoteArgument(join(output, key))}`;
    }),
  );
}

function s5cmdOptions({ server }: Run, workers: number): string[] {
  return ['--no-sign-request', '--endpoint-url', server.endpoint, '--json', '--numworkers', `${workers}`];
}

/** With the region known, s5cmd does not request it. */
function s5cmdEnvironment({ server }: Run): Record<string, string> {
  return { ...plainEnvironment(), AWS_REGION: server.region };
}
