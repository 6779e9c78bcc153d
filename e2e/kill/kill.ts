import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killTrial } from './kill-trial.ts';
import { problemsOf } from './problems.ts';

/**
 * Kills the collector with SIGKILL at random instants of a run, resumes it each time, and judges what is left:
 * `npm run crash [-- --kills 100 --files 2000 --engine s3|s5cmd --planning matrix|listing]`. Exit status 1 when anything is wrong.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    files: { type: 'string', default: '2000' },
    engine: { type: 'string', default: 's3' },
    planning: { type: 'string', default: 'matrix' },
  },
});
const directory = await mkdtemp(join(tmpdir(), 'tapehaul-kill-'));
try {
  const report = await killTrial({
    files: Number(values.files),
    kills: Number(values.kills),
    engine: values.engine === 's5cmd' ? 's5cmd' : 's3',
    planning: values.planning === 'listing' ? 'listing' : 'matrix',
    random: Math.random,
    directory,
    say: console.error,
  });
  const problems = await problemsOf(report);
  for (const problem of problems.slice(0, 50)) console.log(problem);
  console.log(`${values.files} files, killed ${report.kills} times: ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
