import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Rule, TESTS } from './rule.ts';

const root = join(import.meta.dirname, '../../..');

/** Packages that offer an engine have the keyword `tapehaul-engine`. All have the same arrows. */
export const ENGINES: readonly string[] = globSync('packages/*/package.json', { cwd: root })
  .map((path) => JSON.parse(readFileSync(join(root, path), 'utf8')))
  .filter(({ keywords = [] }) => keywords.includes('tapehaul-engine'))
  .map(({ name }) => name.replace('@tapehaul/', ''));

/** Which package may import which: the arrows of docs/design.md. Packages not named here import none of ours. */
export const ARROWS: Readonly<Record<string, readonly string[]>> = {
  errors: [],
  states: ['errors'],
  archive: [],
  coverage: ['archive'],
  config: ['archive', 'errors'],
  planner: ['archive', 'config', 'coverage', 'errors'],
  tracing: ['errors'],
  network: ['errors'],
  downloader: ['archive', 'errors', 'tracing'],
  ...Object.fromEntries(ENGINES.map((name) => [name, ['archive', 'downloader', 'errors', 'network']])),
  orchestrator: ['errors', 'states', 'tracing'],
  catalog: ['archive', 'coverage', 'errors', 'states', 'tables'],
  sqlite: [],
  'catalog-postgres': ['archive', 'catalog', 'coverage', 'errors'],
  'catalog-sqlite': ['archive', 'catalog', 'coverage', 'errors', 'sqlite'],
  fleet: ['errors'],
  'fleet-pgboss': ['errors', 'fleet'],
  'fleet-temporal': ['errors', 'fleet'],
  tables: ['archive'],
  lake: ['archive', 'downloader', 'errors', 'tables'],
  metrics: [],
  telemetry: ['errors', 'network', 'tracing'],
  client: [],
  workflow: [
    'archive',
    'catalog',
    'catalog-postgres',
    'catalog-sqlite',
    'config',
    'coverage',
    'downloader',
    'errors',
    'fleet',
    'fleet-pgboss',
    'lake',
    'metrics',
    'network',
    'orchestrator',
    'planner',
    'tables',
    'tracing',
    ...ENGINES,
  ],
  prefect: ['errors', 'network', 'states', 'workflow'],
  runs: ['client', 'config', 'errors', 'network', 'tracing', 'workflow'],
  'archive-simulator': ['archive', 'errors'],
};

/** The rules of {@link ARROWS}. */
export const packageArrows: readonly Rule[] = Object.entries(ARROWS).map(([name, targets]) => ({
  name: `arrows-of-${name}`,
  comment: `${name} may import ${targets.length === 0 ? 'no package of ours' : targets.join(', ')}, and no app`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: TESTS },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...targets].join('|')})/` },
}));
