import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { addDays } from '@tapehaul/archive';
import { startSimulator, syntheticSource } from '@tapehaul/archive-simulator';
import { followRun } from '@tapehaul/client';
import { execa } from 'execa';
import { recordProblems } from './problems.ts';

/** What is tried: how many runs of how many files each, and how often the service is killed. */
export interface ServiceTrial {
  readonly runs: number;
  readonly files: number;
  readonly kills: number;
  /** A number from 0 to 1, for the instant of each kill. */
  readonly random: () => number;
  /** Folder for everything. */
  readonly directory: string;
}

/** What is wrong after a trial, in words, and how often the service was killed. */
export interface ServiceReport {
  readonly problems: readonly string[];
  readonly kills: number;
}

const FIRST_DAY = '2020-01-01';
/** Longest life of a service that is killed, in milliseconds after it listens. */
const LONGEST_LIFE = 1_500;
const command = join(import.meta.dirname, '../../apps/server/bin/tapehaul-server.js');

/**
 * Starts a service on a slow archive and requests runs of it, each with an Idempotency-Key; kills it with SIGKILL at random instants
 * and starts it again; at last lets it end. Every request is repeated in each life, as a client does that received no answer.
 */
export async function serviceTrial(trial: ServiceTrial): Promise<ServiceReport> {
  const { runs, files, kills, random, directory } = trial;
  await mkdir(directory, { recursive: true });
  const archive = await startSimulator({ source: syntheticSource({ maxRows: 10 }), latencyMs: 60 });
  const names = Array.from({ length: runs }, (_, at) => `d${at}`);
  const accepted = new Map<string, string>();
  const problems: string[] = [];
  try {
    for (let life = 0; life < kills; life += 1) {
      const { child, url } = await start(directory, archive.url);
      const requested = requestAll(url, names, files, accepted, problems);
      await sleep(random() * LONGEST_LIFE);
      child.kill('SIGKILL');
      await Promise.all([child, requested]);
    }
    const { child, url } = await start(directory, archive.url);
    await requestAll(url, names, files, accepted, problems);
    for (const run of accepted.values()) for await (const _ of followRun({ url }, run));
    const answer = await fetch(`${url}/v1/runs?limit=1000`);
    const { rows } = (await answer.json()) as { rows: { run_id: string; state: string }[] };
    for (const { run_id, state } of rows) if (state !== 'Completed') problems.push(`${run_id} is ${state}`);
    if (rows.length !== runs) problems.push(`${rows.length} runs in place of ${runs}`);
    child.kill('SIGTERM');
    const { exitCode, stderr } = await child;
    if (exitCode !== 0) problems.push(`the service ended with ${exitCode}: ${stderr}`);
  } finally {
    await archive.close();
  }
  for (const [name, run] of accepted) {
    const found = await recordProblems(join(directory, name), kills);
    problems.push(...found.map((problem) => `${name} (${run}): ${problem}`));
  }
  return { problems, kills };
}

/** Starts the service as its own process, and gives its address once it listens. */
async function start(data: string, source: string) {
  const args = [command, '--port', '0', '--data', data, '--limit', '2'];
  const child = execa(process.execPath, args, { env: { TAPEHAUL_SOURCE_ENDPOINT: source }, reject: false });
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    child.then(({ stderr }) => Promise.reject(new Error(`the service did not start: ${stderr}`))),
  ]);
  const [url = ''] = /http:\S+/.exec(String(line)) ?? [];
  return { child, url };
}

/** Requests a run into each of these directories, until the service is gone; notes the runs, and a second one of the same request. */
async function requestAll(
  url: string,
  names: readonly string[],
  files: number,
  accepted: Map<string, string>,
  problems: string[],
): Promise<void> {
  for (const name of names) {
    const config = {
      output_directory: name,
      markets: ['spot'],
      symbols: ['BTCUSDT'],
      data_types: ['klines'],
      intervals: ['1h'],
      partition: 'daily',
      date_range: { start: FIRST_DAY, end: addDays(FIRST_DAY, files - 1) },
      max_parallel_downloads: 2,
      task_retry_delay_seconds: 0,
    };
    const headers = { 'content-type': 'application/json', 'idempotency-key': name };
    const body = JSON.stringify({ config });
    const answer = await fetch(`${url}/v1/runs`, { method: 'POST', headers, body }).then(
      (it) => it.json() as Promise<{ run_id?: string }>,
      () => undefined,
    );
    // The service was killed.
    if (answer === undefined) return;
    const run = answer.run_id ?? `no run: ${JSON.stringify(answer)}`;
    const before = accepted.get(name);
    if (before !== undefined && before !== run) problems.push(`${name} is ${run} after it was ${before}`);
    accepted.set(name, before ?? run);
  }
}
