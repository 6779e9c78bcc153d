import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Received, Transfer } from '@tapehaul/downloader';
import { TapehaulError } from '@tapehaul/errors';
import { classify } from './classify.ts';
import { removeLeftovers } from './leftovers.ts';
import { type Message, readMessage } from './messages.ts';
import { type Ending, runProcess } from './process.ts';
import { quoteArgument } from './quote.ts';
import type { S5cmdOptions } from './source.ts';

/** A transfer that waits for its result. */
export interface Job {
  readonly transfer: Transfer;
  /** Aborted when nobody wants the result any more. */
  readonly signal: AbortSignal;
  resolve(received: Received): void;
  reject(error: TapehaulError): void;
}

/** How many of a batch went well. */
export interface BatchCount {
  succeeded: number;
  failed: number;
}

/**
 * Runs one batch file through s5cmd and settles every job exactly once. A result line settles its job as it
 * comes, after a look at the file on disk; a job without a line when the process has ended is a failure:
 * s5cmd's silence is not success, and its exit status says nothing of single lines.
 */
export async function runBatch(
  jobs: readonly Job[],
  options: S5cmdOptions,
  signal: AbortSignal,
): Promise<BatchCount> {
  const open = new Map(jobs.map((job) => [commandOf(job.transfer, options.bucket), job]));
  const count: BatchCount = { succeeded: 0, failed: 0 };
  const checks: Promise<void>[] = [];
  const fail = (job: Job, error: TapehaulError): void => {
    count.failed += 1;
    checks.push(removeLeftovers(job.transfer.path).finally(() => job.reject(error)));
  };
  const remarks: string[] = [];

  const settle = (message: Message): void => {
    if (message.kind === 'other') {
      remarks.push(message.text);
      if (remarks.length > 20) remarks.shift();
      return;
    }
    const command =
      message.kind === 'success' ? `cp ${message.source} ${message.destination}` : message.command;
    const job = take(open, command);
    if (job === undefined) remarks.push(message.kind === 'failure' ? message.text : command);
    else if (message.kind === 'failure') fail(job, classify(job.transfer.key, message.text));
    else {
      checks.push(
        confirm(job.transfer, message.bytes).then(
          (received) => {
            count.succeeded += 1;
            job.resolve(received);
          },
          (error: TapehaulError) => fail(job, error),
        ),
      );
    }
  };

  const directory = await mkdtemp(join(tmpdir(), 'tapehaul-s5cmd-'));
  try {
    const file = join(directory, 'batch.txt');
    await writeFile(file, jobs.map(({ transfer }) => lineOf(transfer, options)).join(''));
    const paths = () => [...open.values()].map(({ transfer }) => transfer.path);
    const ending = await runProcess(options, file, (line) => settle(readMessage(line)), paths, signal);
    for (const job of open.values()) fail(job, unanswered(job, ending, remarks));
    for (const check of checks) await check;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
  return count;
}

/** A `cp` line of a batch file: `--raw`, so that `*` and `?` in a key are literal. */
function lineOf({ key, path }: Transfer, { bucket, partSizeMb }: S5cmdOptions): string {
  return `cp --raw --part-size ${partSizeMb} ${quoteArgument(`s3://${bucket}/${key}`)} ${quoteArgument(path)}\n`;
}

/** The words by which s5cmd's output names a line. */
function commandOf({ key, path }: Transfer, bucket: string): string {
  return `cp s3://${bucket}/${key} ${path}`;
}

/** Takes the job that a command names; errors from before a transfer have flags between `cp` and the rest. */
function take(open: Map<string, Job>, command: string): Job | undefined {
  const name = open.has(command) ? command : [...open.keys()].find((name) => command.endsWith(name.slice(2)));
  const job = name === undefined ? undefined : open.get(name);
  if (name !== undefined) open.delete(name);
  return job;
}

/** Checks that the file which s5cmd reports is there, of the size that it reports. */
async function confirm(transfer: Transfer, bytes: number): Promise<Received> {
  const found = await stat(transfer.path).catch(() => undefined);
  if (found?.isFile() === true && found.size === bytes) return { bytes, etag: null };
  const seen = found === undefined ? 'no file is there' : `the file has ${found.size}`;
  throw new TapehaulError('no_result', `${transfer.key}: s5cmd reports ${bytes} bytes, but ${seen}`, {
    facts: { key: transfer.key, reported: bytes, found: found?.size ?? null },
    hint: 'Something else may write to the staging directory.',
  });
}

function unanswered({ transfer: { key } }: Job, ending: Ending, remarks: readonly string[]): TapehaulError {
  const facts = { key, ending: ending.kind, said: remarks.slice(-3) };
  const said = remarks.length === 0 ? '' : `; it said: ${remarks.at(-1)}`;
  switch (ending.kind) {
    case 'cancelled':
      return new TapehaulError('cancelled', `${key}: stopped on request`, { facts });
    case 'stalled': {
      const hint = 'Raise timeout_seconds if the network is that slow.';
      return new TapehaulError('stalled', `${key}: no byte moved for ${ending.seconds} s`, { facts, hint });
    }
    case 'unavailable':
      return new TapehaulError('engine_unavailable', `s5cmd cannot be started: ${ending.reason}`, {
        facts,
        hint: 'Check S5CMD_PATH, or set enable_s5cmd to false to use plain S3.',
      });
    case 'crashed':
      return new TapehaulError('engine_crashed', `${key}: s5cmd ended with ${ending.reason}${said}`, {
        facts,
      });
    case 'exited':
      return new TapehaulError('no_result', `${key}: s5cmd ended without a word on this file${said}`, {
        facts,
      });
  }
}
