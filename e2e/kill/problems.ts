import { createHash } from 'node:crypto';
import { glob, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Catalog, everyPage, everyRow } from '@tapehaul/catalog';
import { openCatalog } from '@tapehaul/catalog-sqlite';
import type { KillReport } from './kill-trial.ts';

/** What is wrong after a trial, in words; nothing when all is well. */
export async function problemsOf({
  killed,
  undisturbed,
  kills,
  fetchedAgain,
}: KillReport): Promise<string[]> {
  const problems = fetchedAgain.map((key) => `${key} was fetched again after it had been recorded`);
  const [have, want] = [await digests(killed), await digests(undisturbed)];
  for (const [path, digest] of want) {
    if (!have.has(path)) problems.push(`${path} is missing`);
    else if (have.get(path) !== digest) problems.push(`${path} has other bytes`);
  }
  for (const path of have.keys()) if (!want.has(path)) problems.push(`${path} is a stray file`);
  const [lines, wanted] = [await manifestLines(killed), await manifestLines(undisturbed)];
  const others = wanted.filter((line, place) => lines[place] !== line);
  if (others.length > 0 || lines.length !== wanted.length) {
    problems.push(`${others.length} of ${lines.length} lines of the manifest differ, such as ${others[0]}`);
  }
  return [...problems, ...(await untruthsOf(killed, kills, have))];
}

/** What is wrong with the one run of an output directory, in words, after a number of kills; nothing when all is well. */
export async function recordProblems(output: string, kills: number): Promise<string[]> {
  return untruthsOf(output, kills, await digests(output));
}

async function untruthsOf(
  output: string,
  kills: number,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const problems = (await strayState(output)).map((path) => `${path} was left behind`);
  const catalog = openCatalog(join(output, '.tapehaul', 'catalog.db'));
  try {
    return [...problems, ...(await Array.fromAsync(untruths(catalog, kills, files)))];
  } finally {
    await catalog.close();
  }
}

/** The lines of the one manifest of an output directory, with the same id for each run. */
async function manifestLines(output: string): Promise<readonly string[]> {
  const [path = ''] = await Array.fromAsync(glob('_runs/*/manifest.ndjson', { cwd: output }));
  const text = await readFile(join(output, path), 'utf8');
  return text.replaceAll(/"run":"[^"]*"/g, '"run":"RUN"').split('\n');
}

/** Digests of the data files by path. */
async function digests(output: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for await (const path of glob('**/*', {
    cwd: output,
    exclude: ['.tapehaul', '_runs'],
    withFileTypes: false,
  })) {
    const content = await readFile(join(output, path)).catch(() => undefined);
    if (content !== undefined) found.set(path, createHash('sha256').update(content).digest('hex'));
  }
  return found;
}

/** What does not belong into the state directory of a run that has ended. */
async function strayState(output: string): Promise<string[]> {
  const names = await Array.fromAsync(glob('.tapehaul/**/*.*', { cwd: output }));
  return names.filter((name) => !/^catalog\.db(-wal|-shm)?$/.test(basename(name)));
}

/** Where the record says something else than what was done. */
async function* untruths(
  catalog: Catalog,
  kills: number,
  files: ReadonlyMap<string, string>,
): AsyncGenerator<string> {
  const { rows } = await catalog.runs({ limit: 1_000 });
  const finished = rows.filter(({ state }) => state === 'Completed');
  const [run] = finished;
  if (run === undefined || finished.length !== 1) {
    yield `${finished.length} runs are Completed in place of 1`;
    return;
  }
  const histories = await Promise.all(rows.map(({ runId }) => catalog.runHistory(runId)));
  const crashes = histories.flat().filter((it) => it.state === 'Crashed');
  // A process that was killed before it had begun a run leaves none.
  if (crashes.length > kills) yield `${crashes.length} crashes are told of, and there were ${kills}`;
  if (run.resumes > crashes.length) yield `${run.resumes} resumes of ${crashes.length} crashes`;
  for await (const { key, path, sha256 } of everyRow(catalog.held())) {
    if (files.get(path) !== sha256) yield `${key} is recorded with another digest than its file has`;
  }
  const query = { name: 'download-archive-file' };
  const pages = everyPage((page) => catalog.tasks(run.runId, { ...query, ...page }));
  for await (const { taskId, state } of everyRow(pages)) {
    if ((await catalog.find(taskId)) === undefined) yield `${taskId} is ${state} and not recorded as held`;
    const ends = (await catalog.attempts(run.runId, taskId)).map((attempt) => attempt.state);
    const made = ends.filter((end) => end !== 'Crashed');
    if (state !== 'Completed' && state !== 'Cached') yield `${taskId} ended as ${state}`;
    if (made.some((end) => end !== state)) yield `${taskId} is ${state} after ${ends.join(', ')}`;
    if (made.length > 1) yield `${taskId} was done ${made.length} times`;
  }
}
