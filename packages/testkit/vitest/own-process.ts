import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** What changes or measures the process that a test runs in: its environment, clock, modules, signals, children, memory. */
const OF_THE_PROCESS = [
  /\bvi\s*\.(?:mock|doMock|stub\w+|spyOn|useFakeTimers|setConfig)\(/,
  /\bdelete process\.env\b|\bprocess\.env(?:\.\w+|\[[^\]]*\]) *=[^=]/,
  /\bprocess\.(?:on|once|off|emit|chdir|umask|memoryUsage|resourceUsage|title|exitCode)\b/,
  /\bsetGlobal\w+\(|\bstartTelemetry\(|\bglobalThis\.\w+ *=[^=]|\bchildren\(\)|\bheapUsed\b|\bdiagnostics_channel\b/,
];
const NEIGHBOUR = /\bfrom '(\.{1,2}\/[^']+\.ts)'/g;

/** Whether a test file, or what stands beside it and is imported by it, changes or measures its process. */
function needsOwnProcess(file: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(file, 'utf8');
  if (OF_THE_PROCESS.some((pattern) => pattern.test(text))) return true;
  const neighbours = [...text.matchAll(NEIGHBOUR)].map(([, path]) => resolve(dirname(file), path ?? ''));
  // Sources are judged by what a test does with them; a text that is no import may name a file that does not exist.
  const ofTests = neighbours.filter((path) => !path.includes('/src/') && existsSync(path));
  return ofTests.some((path) => needsOwnProcess(path, seen));
}

/** Test files below a root, relative to it, by whether they can share workers with others. */
export interface TestFiles {
  /** Run one after the other in a worker, each with modules of its own. */
  readonly sharing: string[];
  /** Run in a process of their own each: they change it, or measure it. */
  readonly alone: string[];
}

/** Sorts the test files that fit a pattern and not another. Reads them: a test that begins to change its process gets its own. */
export function testFiles(root: string, include: string, exclude: readonly string[]): TestFiles {
  const files = globSync(include, { cwd: root, exclude: [...exclude] }).sort();
  const alone = files.filter((file) => needsOwnProcess(join(root, file)));
  return { alone, sharing: files.filter((file) => !alone.includes(file)) };
}
