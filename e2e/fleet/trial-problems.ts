import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetReport } from './fleet-trial.ts';

/** What is wrong after a trial, in words; nothing when all is well. */
export async function problemsOf(report: FleetReport): Promise<string[]> {
  const { result, files, output, alone, aloneRun, unproved, batches, verified, processes } = report;
  const problems = unproved.map((path) => `${path} had other bytes than the archive, or should not be there`);
  const { happened, requested } = report;
  if (happened.length < requested) problems.push(`${happened.length} of ${requested} disturbances happened`);
  if (result.status !== 'completed') problems.push(`the run is ${result.status}: ${result.error?.message}`);
  if (result.proved_files !== files) problems.push(`${result.proved_files} files are proved, not ${files}`);
  const { files: counted } = result.metadata;
  const ends = Object.values(counted ?? {}).reduce((sum, { tasks }) => sum + tasks, 0);
  if (ends !== files) problems.push(`${files} files have ${ends} outcomes`);
  const open = batches.filter(({ left }) => left > 0);
  if (open.length > 0) problems.push(`${open.length} batches are open`);
  const [lines, wanted] = [await manifest(output, result.run_id), await manifest(alone, aloneRun)];
  const others = wanted.filter((line, place) => lines[place] !== line);
  if (others.length > 0 || lines.length !== wanted.length)
    problems.push(
      `${others.length} of ${lines.length} lines of the manifest are not those of one machine, such as ${others[0]}`,
    );
  const staged = await Array.fromAsync(glob('.tapehaul/staging/**/*.*', { cwd: output }));
  if (staged.length > 0) problems.push(`${staged.length} files are left in staging, such as ${staged[0]}`);
  if (verified !== '') problems.push(`verify: ${verified}`);
  if (processes > 0) problems.push(`${processes} processes are left`);
  return problems;
}

/** The lines of a manifest, with the same id for each run. */
async function manifest(output: string, runId: string): Promise<readonly string[]> {
  const text = await readFile(join(output, '_runs', runId, 'manifest.ndjson'), 'utf8');
  return text.replaceAll(runId, 'RUN').split('\n');
}
