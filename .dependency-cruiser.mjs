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
  coverage: ['archive'],
  config: ['archive', 'errors'],
  planner: ['archive', 'config', 'coverage', 'errors'],
  tracing: ['errors'],
  network: ['errors'],
  downloader: ['archive', 'errors', 'tracing'],
  ...Object.fromEntries(ENGINES.map((name) => [name, ['archive', 'downloader', 'errors', 'network']])),
  orchestrator: ['errors', 'states', 'tracing'],
  catalog: ['archive', 'coverage', 'errors', 'states'],
  sqlite: [],
  'catalog-sqlite': ['archive', 'catalog', 'coverage', 'errors', 'sqlite'],
  metrics: [],
  telemetry: ['errors', 'network', 'tracing'],
  client: [],
  workflow: [
    'archive',
    'catalog',
    'catalog-sqlite',
    'config',
    'coverage',
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

/**
 * Which room of a folder may import which: the arrows between rooms of docs/design.md. `above` are the files at the top of the
 * folder that compose its rooms; every other file at the top is below the rooms, and imports none of them.
 */
const ROOMS = {
  'packages/workflow/src': {
    above: ['index'],
    rooms: {
      file: [],
      engines: [],
      disputes: ['file'],
      plan: ['disputes', 'engines', 'file'],
      events: ['engines', 'file', 'plan'],
      result: ['events', 'file', 'plan'],
      collect: ['disputes', 'engines', 'events', 'file', 'plan', 'result'],
      upkeep: ['engines', 'events', 'file', 'result'],
      why: [],
    },
  },
  'packages/workflow/src/upkeep': {
    above: [],
    rooms: { adopt: [], disputes: ['adopt'], doctor: [], prune: [], repair: ['verify'], verify: [] },
  },
  'apps/cli/src': {
    above: ['command', 'command-list', 'program'],
    rooms: {
      show: [],
      options: [],
      json: ['show'],
      process: ['json', 'show'],
      progress: ['json', 'options', 'process', 'show'],
      completion: ['options', 'show'],
      actions: ['json', 'options', 'process', 'progress', 'show'],
      commands: ['actions', 'options'],
    },
  },
  'apps/server/src': {
    above: ['main', 'server'],
    rooms: {
      records: [],
      access: ['records'],
      http: ['access', 'records'],
      store: ['access'],
      runs: ['access', 'http', 'records', 'store'],
      metrics: ['records', 'runs', 'store'],
      routes: ['access', 'http', 'records', 'runs', 'store'],
    },
  },
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

const rooms = Object.entries(ROOMS).flatMap(([folder, { above, rooms: targetsOf }]) => {
  const below = (names) => (names.length === 0 ? [] : [`^${folder}/(${names.join('|')})/`]);
  const names = Object.keys(targetsOf);
  const top = above.map((name) => `^${folder}/${name}\\.ts$`);
  return [
    ...Object.entries(targetsOf).map(([room, targets]) => ({
      name: `arrows-of-${folder.replace(/^[^/]+\/|src\/?/g, '').replace(/\/$/, '')}/${room}`,
      comment: `${folder}/${room} may import of its neighbours ${targets.length === 0 ? 'none' : targets.join(', ')}`,
      severity: 'error',
      from: { path: `^${folder}/${room}/`, pathNot: TESTS },
      to: { path: [`^${folder}/[^/]+/`, ...top], pathNot: below([room, ...targets]) },
    })),
    {
      name: `what-is-below-the-rooms-of-${folder}`,
      comment: `a file at the top of ${folder} imports no room of it, except ${above.join(', ') || 'none'}`,
      severity: 'error',
      from: { path: `^${folder}/[^/]+\\.ts$`, pathNot: [...top, TESTS] },
      to: { path: [`^${folder}/[^/]+/`, ...top] },
    },
    {
      name: `rooms-of-${folder}-are-listed`,
      comment: `a folder of ${folder} has its arrows in ROOMS`,
      severity: 'error',
      from: { path: `^${folder}/[^/]+/`, pathNot: [...below(names), TESTS] },
      to: {},
    },
  ];
});

/** The one file of an app that uses the simulator: `tapehaul simulate`. */
const SIMULATE = '^apps/cli/src/commands/configuration/simulate\\.ts$';

/** The queue of the service. */
const SERVICE_STORE = '^apps/server/src/store/';

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
    ...rooms,
    {
      name: 'a-file-crosses-processes',
      comment:
        'what packages/workflow/src/file gets and gives is plain data: it knows the types of a record, and opens none',
      severity: 'error',
      from: { path: '^packages/workflow/src/file/', pathNot: TESTS },
      to: {
        path: ['^packages/catalog', '^packages/workflow/src/[^/]+\\.ts$'],
        pathNot: ['/(directory|flow-names)\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'commands-stand-alone',
      comment: 'a command, and what it does, imports no other command and nothing that another one does',
      severity: 'error',
      from: { path: '^apps/cli/src/(commands|actions)/', pathNot: TESTS },
      to: { path: '^apps/cli/src/$1/' },
    },
    only('only-s5cmd-starts-processes', 's5cmd', ['child_process', 'execa'], FILE_SYSTEM_SYNC),
    only('only-stores-speak-sql', '(sqlite|catalog-sqlite)', ['sqlite'], SERVICE_STORE),
    only('only-s3-speaks-s3', 's3', ['@aws-sdk']),
    {
      name: 'one-file-chooses-the-record',
      comment: 'only record-store.ts of the workflow knows which implementation keeps the record',
      severity: 'error',
      from: {
        path: '^(packages|apps)/',
        pathNot: ['^packages/catalog-sqlite/', '^packages/workflow/src/record-store\\.ts$', TESTS],
      },
      to: { path: '^packages/catalog-sqlite/' },
    },
    {
      name: 'the-contract-knows-no-machine',
      comment: 'a record may be on another machine: its contract opens no file and knows no process',
      severity: 'error',
      from: { path: '^packages/catalog/src/', pathNot: TESTS },
      to: { path: '^(node:)?(fs|fs/promises|path|os|process|child_process)$' },
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
        'apps import runs, workflow, config, errors, metrics, network, telemetry, tracing, client and sqlite; the rest is behind the workflow',
      severity: 'error',
      from: { path: '^apps/', pathNot: [TESTS, SIMULATE, 'vitest\\.config'] },
      to: {
        path: '^packages/',
        pathNot: '^packages/(runs|workflow|config|errors|metrics|network|telemetry|tracing|client|sqlite)/',
      },
    },
    {
      name: 'one-room-keeps-the-queue',
      comment: 'of the apps only the store of the service opens SQLite files',
      severity: 'error',
      from: { path: '^apps/', pathNot: [SERVICE_STORE, TESTS] },
      to: { path: '^packages/sqlite/' },
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
