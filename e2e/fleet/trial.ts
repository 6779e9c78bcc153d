import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fleetTrial } from './fleet-trial.ts';
import { randomFrom } from './random-from.ts';
import { problemsOf } from './trial-problems.ts';

/**
 * Kills and stops workers of a fleet and its servers at random times of a run, and judges what is left:
 * `npm run trial:fleet [-- --engine pgboss|temporal --downloader s3|s5cmd --symbols 5 --kills 7 --stops 1 --crashes 1 --seed 1]`.
 * Exit status 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    engine: { type: 'string', default: 'pgboss' },
    downloader: { type: 'string', default: 's3' },
    symbols: { type: 'string', default: '5' },
    kills: { type: 'string', default: '7' },
    stops: { type: 'string', default: '1' },
    crashes: { type: 'string', default: '1' },
    latency: { type: 'string', default: '500' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const directory = await mkdtemp(join(tmpdir(), 'tapehaul-trial-'));
try {
  const report = await fleetTrial({
    engine: values.engine === 'temporal' ? 'temporal' : 'pgboss',
    downloader: values.downloader === 's5cmd' ? 's5cmd' : 's3',
    symbols: Number(values.symbols),
    kills: Number(values.kills),
    stops: Number(values.stops),
    crashes: Number(values.crashes),
    stoppedMs: 35_000,
    latencyMs: Number(values.latency),
    random: randomFrom(Number(values.seed)),
    directory,
    say: console.error,
  });
  const problems = await problemsOf(report);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  const claims = Object.groupBy(report.batches, (batch) => batch.claims);
  const found = report.result.metadata.files?.Cached?.tasks ?? 0;
  const perBatch = Object.entries(claims).map(([times, batches]) => `${times}: ${batches?.length}`);
  console.log(
    `${values.engine}, ${values.downloader}, seed ${values.seed}: ${report.files} files in ${report.seconds.toFixed(0)} s, ` +
      `${report.happened.length} disturbances, claims per batch ${perBatch.join(', ')}, ${found} found in place; ${problems.length} problems`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
