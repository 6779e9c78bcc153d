import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages that offer an engine have the keyword `tapehaul-engine`. All have the same arrows. */
const ENGINES = globSync('packages/*/package.json', { cwd: import.meta.dirname })
  .map((path) => JSON.parse(readFileSync(join(import.meta.dirname, path), 'utf8')))
  .filter(({ keywords = [] }) => keywords.includes('tapehaul-engine'))
  .map(({ name }) => name.replace('@tapehaul/', ''));

/** Which package may import which: the arrows of docs/design.md. Packages not named here import none of ours. */
const ARROWS = {
  errors: [],
  states: ['errors'],
  archive: [],
  config: ['archive', 'errors'],
  planner: ['archive', 'config', 'errors'],
  tracing: ['errors'],
  network: ['errors'],
  downloader: ['archive', 'errors', 'tracing'],
  ...Object.fromEntries(ENGINES.map((name) => [name, ['archive', 'downloader', 'errors', 'network']])),
  orchestrator: ['errors', 'states', 'tracing'],
  catalog: ['errors', 'states'],
  'catalog-sqlite': ['catalog', 'errors'],
  metrics: [],
  telemetry: ['errors', 'network', 'tracing'],
  client: [],
  workflow: [
    'archive',
    'catalog',
    'catalog-sqlite',
    'config',
    'downloader',
    'errors',
    'metrics',
    'network',
    'orchestrator',
    'planner',
    'tracing',
    ...ENGINES,
  ],
  runs: ['client', 'config', 'errors', 'network', 'tracing', 'workflow'],
  'archive-simulator': ['archive', 'errors'],
};

/** Tests and what they share may use every package. */
const TESTS = '\\.test\\.ts$|^(apps|packages)/[^/]+/test/|^packages/testkit/|^e2e/';

const arrows = Object.entries(ARROWS).map(([name, targets]) => ({
  name: `arrows-of-${name}`,
  comment: `${name} may import ${targets.length === 0 ? 'no package of ours' : targets.join(', ')}, and no app`,
  severity: 'error',
  from: { path: `^packages/${name}/src/`, pathNot: TESTS },
  to: { path: '^(packages|apps)/', pathNot: `^packages/(${[name, ...targets].join('|')})/` },
}));

/** The one file of an app that uses the simulator: `tapehaul simulate`. */
const SIMULATE = '^apps/cli/src/commands/configuration/simulate\\.ts$';

/** The one other file that starts a program: `sync`, which Node has no call for. */
const FILE_SYSTEM_SYNC = '^packages/downloader/src/disk/file-system-sync\\.ts$';

const only = (name, owner, modules, ...others) => ({
  name,
  comment: `only ${owner} may import ${modules.join(', ')}`,
  severity: 'error',
  from: { path: '^(packages|apps)/', pathNot: [`^packages/${owner}/`, TESTS, ...others] },
  to: { path: modules.map((module) => `^(node:)?${module}$|^node_modules/${module}/`) },
});

export default {
  forbidden: [
    ...arrows,
    only('only-s5cmd-starts-processes', 's5cmd', ['child_process', 'execa'], FILE_SYSTEM_SYNC),
    only('only-catalog-sqlite-speaks-sql', 'catalog-sqlite', ['sqlite']),
    only('only-s3-speaks-s3', 's3', ['@aws-sdk']),
    {
      name: 'one-file-chooses-the-record',
      comment: 'only record-store.ts of the workflow knows which implementation keeps the record',
      severity: 'error',
      from: {
        path: '^(packages|apps)/',
        pathNot: ['^packages/catalog-sqlite/', '/record-store\\.ts$', TESTS],
      },
      to: { path: '^packages/catalog-sqlite/' },
    },
    {
      name: 'one-file-lists-the-engines',
      comment:
        'only providers.ts of the workflow names the engines; s3 is also the listing and the target for buckets',
      severity: 'error',
      from: { path: '^packages/workflow/', pathNot: ['/engines/providers\\.ts$', TESTS] },
      to: { path: `^packages/(${ENGINES.filter((name) => name !== 's3').join('|')})/` },
    },
    {
      name: 'nothing-imports-tools',
      comment:
        'tools/ holds set-up, benchmarks, the demo and screenshots; what tests share is in packages/testkit',
      severity: 'error',
      from: { path: '^(packages|apps|e2e)/' },
      to: { path: '^tools/' },
    },
    {
      name: 'testkit-is-for-tests',
      comment: 'packages/testkit is not published: only tests and tools may import it',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [TESTS, 'vitest\\.config'] },
      to: { path: '^packages/testkit/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-undeclared',
      comment: 'a package imports only what its package.json names',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: [TESTS, 'vitest\\.config'] },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
    },
    {
      name: 'simulator-is-for-tests-and-tools',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: ['^packages/archive-simulator/', SIMULATE, TESTS] },
      to: { path: '^packages/archive-simulator/' },
    },
    {
      name: 'apps-use-the-workflow',
      comment:
        'apps import runs, workflow, config, errors, metrics, network, telemetry, tracing and client; the rest is behind the workflow',
      severity: 'error',
      from: { path: '^apps/', pathNot: [TESTS, SIMULATE, 'vitest\\.config'] },
      to: {
        path: '^packages/',
        pathNot: '^packages/(runs|workflow|config|errors|metrics|network|telemetry|tracing|client)/',
      },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.base.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage)/' },
    enhancedResolveOptions: {
      conditionNames: ['@tapehaul/source', 'import', 'types', 'default'],
      exportsFields: ['exports'],
    },
  },
};
