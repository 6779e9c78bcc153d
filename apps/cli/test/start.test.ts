import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const BUNDLE = join(import.meta.dirname, '../dist/tapehaul.mjs');

/** The parts of the bundle that are read at every start: those that one imports which is read, and not only when needed. */
function readAtStart(file: string, known = new Map<string, string>()): Map<string, string> {
  if (known.has(file)) return known;
  const text = readFileSync(file, 'utf8');
  known.set(file, text);
  for (const [, part] of text.matchAll(/^(?:import|export) [^;]*?from "(\.[^"]+)"/gm)) {
    if (part !== undefined) readAtStart(join(dirname(file), part), known);
  }
  return known;
}

test('a command reads at its start what declares the commands, and what they do only when they are called', () => {
  const parts = readAtStart(BUNDLE);
  const all = [...parts.values()].join('\n');
  // The library that reads the command line is two thirds of this.
  expect(all.length).toBeLessThan(250_000);
  expect(all).toContain('--server <url>');
  expect(all).not.toMatch(/^import .* from "(?:node:sqlite|node:http|node:https|node:worker_threads)"/m);
  expect([...all.matchAll(/^\/\/ packages\/(.*?)\/src/gm)].map(([, name]) => name)).not.toContain('workflow');
});
