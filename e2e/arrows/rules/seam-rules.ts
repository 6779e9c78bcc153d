import { ENGINES } from './package-arrows.ts';
import { type Rule, TESTS } from './rule.ts';

/** The queue of the service. */
const SERVICE_STORE = '^apps/server/src/store/';

/** The one other file that starts a program: `sync`, which Node has no call for. */
const FILE_SYSTEM_SYNC = '^packages/downloader/src/disk/file-system-sync\\.ts$';

const only = (
  name: string,
  owner: string,
  modules: readonly string[],
  ...others: readonly string[]
): Rule => ({
  name,
  comment: `only ${owner} may import ${modules.join(', ')}`,
  severity: 'error',
  from: { path: '^(packages|apps)/', pathNot: [`^packages/${owner}/`, TESTS, ...others] },
  to: { path: modules.map((module) => `^(node:)?${module}$|^node_modules/${module}/`) },
});

/** Who alone knows a thing: processes, SQL, S3, the implementation of the record, the list of engines. */
export const seamRules: readonly Rule[] = [
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
    name: 'one-file-chooses-the-record',
    comment:
      'only record-store.ts of the workflow knows which implementation keeps the record; fleet/database copies one into the other',
    severity: 'error',
    from: {
      path: '^(packages|apps)/',
      pathNot: [
        '^packages/catalog-(postgres|sqlite)/',
        '^packages/workflow/src/(record-store\\.ts$|fleet/database/)',
        TESTS,
      ],
    },
    to: { path: '^packages/catalog-(postgres|sqlite)/' },
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
  only('only-s5cmd-starts-processes', 's5cmd', ['child_process', 'execa'], FILE_SYSTEM_SYNC),
  only('only-stores-speak-sql', '(sqlite|catalog-sqlite)', ['sqlite'], SERVICE_STORE),
  only('only-two-speak-to-postgresql', '(catalog-postgres|fleet-pgboss)', ['pg', 'pg-boss']),
  only('only-s3-speaks-s3', 's3', ['@aws-sdk']),
  only('only-fleet-temporal-knows-temporal', 'fleet-temporal', ['@temporalio']),
  only('only-lake-knows-duckdb', 'lake', ['@duckdb']),
  {
    name: 'one-room-keeps-the-queue',
    comment: 'of the apps only the store of the service opens SQLite files',
    severity: 'error',
    from: { path: '^apps/', pathNot: [SERVICE_STORE, TESTS] },
    to: { path: '^packages/sqlite/' },
  },
];
