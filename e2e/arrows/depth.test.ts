import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFolder as root } from '@tapehaul/testkit';
import { describe, expect, test } from 'vitest';
import { chainFrom, type ImportGraph } from './depth.ts';

/** Most imports from an app down to a package that does something. */
const MOST_IMPORTS = 4;
/**
 * Packages that give words and do nothing: values, their names and their states. Each of them imports at most others of these,
 * and every package may use them, so they are no layers.
 */
const WORDS = new Set(['archive', 'coverage', 'errors', 'states', 'tables', 'tracing']);

/** Which packages the sources of each package and app import; tests and contract suites are no part of what runs. */
function importsOfSources(): ImportGraph {
  const graph = new Map<string, Set<string>>();
  for (const file of globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root })) {
    if (file.endsWith('.test.ts') || file.includes('/src/contract/')) continue;
    const [parent, folder = ''] = file.split('/');
    const from = parent === 'apps' ? `apps/${folder}` : folder;
    const targets = graph.get(from) ?? new Set();
    graph.set(from, targets);
    const text = readFileSync(join(root, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:from|import|import\() ?'@tapehaul\/([^/'\n]+)/g)) {
      if (name !== from) targets.add(name);
    }
  }
  return graph;
}

describe('the depth of imports', () => {
  const graph = importsOfSources();

  test('is nothing below the packages of words but words', () => {
    for (const name of WORDS) {
      expect([name, [...(graph.get(name) ?? [])].filter((it) => !WORDS.has(it))]).toEqual([name, []]);
    }
  });

  test.each([...graph.keys()].filter((name) => name.startsWith('apps/')))(
    `is at most ${MOST_IMPORTS} from %s`,
    (app) => {
      expect([...(graph.get(app) ?? [])].length).toBeGreaterThan(2);
      const chain = chainFrom(app, graph, WORDS);
      expect(chain.length - 1, chain.join(' > ')).toBeLessThanOrEqual(MOST_IMPORTS);
    },
  );

  test('is counted along the longest chain, without words', () => {
    const planted = new Map([
      ['apps/a', ['b', 'd']],
      ['b', ['c']],
      ['c', ['d']],
      ['d', ['errors']],
    ]);
    expect(chainFrom('apps/a', planted, WORDS)).toEqual(['apps/a', 'b', 'c', 'd']);
  });
});
