import { type Rule, TESTS } from './rule.ts';

/** The two files of an app that use the simulator: `tapehaul simulate`, and `tapehaul doctor --config`, which tries collections on it. */
const SIMULATE = '^apps/cli/src/(commands/configuration/simulate|actions/upkeep/test-setup)\\.ts$';

/** What apps may import, and what is for tests and tools alone. */
export const entryRules: readonly Rule[] = [
  {
    name: 'commands-stand-alone',
    comment: 'a command, and what it does, imports no other command and nothing that another one does',
    severity: 'error',
    from: { path: '^apps/cli/src/(commands|actions)/', pathNot: TESTS },
    to: { path: '^apps/cli/src/$1/' },
  },
  {
    name: 'apps-use-the-workflow',
    comment:
      'apps import runs, workflow, prefect, config, coverage, errors, metrics, network, telemetry, tracing, client and sqlite; the rest is behind the workflow',
    severity: 'error',
    from: { path: '^apps/', pathNot: [TESTS, SIMULATE, 'vitest\\.config', '^apps/dashboard/'] },
    to: {
      path: '^packages/',
      pathNot:
        '^packages/(runs|workflow|prefect|config|coverage|errors|metrics|network|telemetry|tracing|client|sqlite)/',
    },
  },
  {
    name: 'the-page-runs-in-a-browser',
    comment:
      'the page imports of our packages the client, archive and coverage only, no other app, and nothing of Node',
    severity: 'error',
    from: { path: '^apps/dashboard/src/', pathNot: TESTS },
    to: {
      path: ['^(packages|apps)/', '^(node:)?(fs|fs/promises|path|os|crypto|http|process|child_process|url)$'],
      pathNot: '^packages/(archive|client|coverage)/|^apps/dashboard/src/',
    },
  },
  {
    name: 'nothing-imports-the-page',
    comment: 'the page is built, and served as files',
    severity: 'error',
    from: { path: '^(packages|apps)/', pathNot: [TESTS, '^apps/dashboard/'] },
    to: { path: '^apps/dashboard/' },
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
  {
    name: 'no-cycles',
    comment: 'files import each other one way',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-undeclared',
    comment: 'a package imports only what its package.json names',
    severity: 'error',
    from: { path: '^(packages|apps)/', pathNot: [TESTS, 'vitest\\.config'] },
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'unknown'] },
  },
  {
    name: 'simulator-is-for-tests-and-tools',
    comment: 'the simulator is no part of the product: only tapehaul simulate and tapehaul doctor import it',
    severity: 'error',
    from: { path: '^(packages|apps)/', pathNot: ['^packages/archive-simulator/', SIMULATE, TESTS] },
    to: { path: '^packages/archive-simulator/' },
  },
];
