import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Contender } from './download/contender.ts';
import { bytesWritten, corpusOf } from './download/corpus.ts';
import { section, setting } from './download/markdown.ts';
import { checkDisk } from './download/measure/disk.ts';
import { findPrograms, type Programs, versionsOf } from './download/measure/programs.ts';
import { runRounds, scratchFolder } from './download/measure/rounds.ts';
import { resultOf, type ScenarioResult } from './download/result.ts';
import type { Scenario } from './download/scenario.ts';
import { SCENARIOS, shareOf } from './download/scenarios.ts';
import { tapehaul } from './download/tapehaul.ts';

/**
 * The download benchmark: the tapehaul command beside s5cmd, rclone and aws, each a whole process, against the
 * same server on loopback. `npm run bench:download [-- SCENARIO ...] [--rounds N] [--json FILE]`; Markdown goes to stdout.
 *
 * `--share 0.02` takes a part of the objects, to try it out; `--only NAME` takes one contender, and may be given several times;
 * `--clone FOLDER` has the command of another clone of this repository take part. All scenarios write 20 GB below `.cache/bench`, of
 * which they keep 14, and take half an hour on two cores; a scenario that does not fit on the disk ends before it begins.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    share: { type: 'string', default: '1' },
    json: { type: 'string' },
    only: { type: 'string', multiple: true },
    clone: { type: 'string' },
  },
});
const print = (line: string): void => console.error(line);

/** Who takes part. */
function contendersOf(scenario: Scenario, programs: Programs): Contender[] {
  const { only, clone } = values;
  const all = scenario.contenders(programs);
  const unknown = only?.filter((name) => !all.some((contender) => contender.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no such contender of ${scenario.name}: ${unknown.join(', ')}`);
  const chosen = all.filter(({ name }) => only === undefined || only.includes(name));
  if (clone === undefined) return chosen;
  const expect = scenario.folders === 'kept' ? 'cached' : 'downloaded';
  return [...chosen, tapehaul({ engine: 'auto', s5cmd: programs.s5cmd, clone, expect })];
}

async function play(scenario: Scenario, programs: Programs, folder: string): Promise<ScenarioResult> {
  print(`${scenario.name}: ${scenario.title}`);
  const { name, folders } = scenario;
  const rounds = Number(values.rounds ?? scenario.rounds);
  const contenders = contendersOf(scenario, programs);
  const kept = { removed: 1, kept: contenders.length, fresh: contenders.length * rounds }[folders];
  await checkDisk(folder, bytesWritten(scenario.corpus, kept), name);
  const corpus = await corpusOf(scenario.corpus);
  await using server = await scenario.serve(corpus);
  const scratch = join(folder, name);
  return resultOf(scenario, await runRounds({ corpus, server, contenders, rounds, folders, scratch }, print));
}

async function main(): Promise<void> {
  const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`no such scenario: ${unknown.join(', ')}`);
  const chosen = SCENARIOS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const programs = await findPrograms();
  const where = setting(await versionsOf(programs));
  console.log(`${where}\n`);
  await using scratch = await scratchFolder();
  const scenarios: ScenarioResult[] = [];
  for (const scenario of chosen) {
    const result = await play(shareOf(scenario, Number(values.share)), programs, scratch.path);
    console.log(`${section(result)}\n`);
    scenarios.push(result);
  }
  if (values.json === undefined) return;
  await writeFile(values.json, JSON.stringify({ setting: where, scenarios }, null, 2));
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? `error: ${error.message}` : error);
  process.exitCode = 1;
});
