import { globSync } from 'node:fs';
import { relative } from 'node:path/posix';
import { repositoryFolder as root } from '@tapehaul/testkit';
import { ARROWS } from './rules/package-arrows.ts';
import { ROOMS } from './rules/room-arrows.ts';

/** A file to plant, what it imports, and the rule that this breaks. */
type Planted = readonly [file: string, source: string, rule: string];

/** Faults that show what a rule is for. */
const SINGLE: readonly Planted[] = [
  ['packages/planner/src/planted.ts', "import '@tapehaul/downloader';", 'arrows-of-planner'],
  ['packages/archive/src/planted.ts', "import '../../errors/src/index.ts';", 'arrows-of-archive'],
  ['packages/orchestrator/src/planted.ts', "import '@tapehaul/archive';", 'arrows-of-orchestrator'],
  ['packages/catalog/src/planted.ts', "import 'node:child_process';", 'only-s5cmd-starts-processes'],
  ['packages/workflow/src/planted.ts', "import 'node:sqlite';", 'only-stores-speak-sql'],
  [
    'packages/workflow/src/plan/planted.ts',
    "import '@tapehaul/catalog-sqlite';",
    'one-file-chooses-the-record',
  ],
  [
    'packages/workflow/src/upkeep/record-store.ts',
    "import '@tapehaul/catalog-sqlite';",
    'one-file-chooses-the-record',
  ],
  ['packages/orchestrator/src/planted2.ts', "import 'node:sqlite';", 'only-stores-speak-sql'],
  ['packages/catalog/src/planted2.ts', "import 'node:fs/promises';", 'the-contract-knows-no-machine'],
  ['packages/workflow/src/engines/planted.ts', "import '@tapehaul/s5cmd';", 'one-file-lists-the-engines'],
  ['packages/s5cmd/src/planted.ts', "import '@tapehaul/config';", 'arrows-of-s5cmd'],
  ['apps/cli/src/planted.ts', "import '@tapehaul/s5cmd';", 'apps-use-the-workflow'],
  ['apps/dashboard/src/planted.ts', "import 'node:fs';", 'the-page-runs-in-a-browser'],
  [
    'apps/server/src/routes/planted3.ts',
    "import '../../../dashboard/src/words/amounts.ts';",
    'nothing-imports-the-page',
  ],
  ['packages/errors/src/planted.ts', "import '@tapehaul/testkit';", 'testkit-is-for-tests'],
  ['packages/s3/test/planted.ts', "import '../../../tools/demo.ts';", 'nothing-imports-tools'],
  ['packages/config/src/planted.test.ts', "import '../../../tools/demo.ts';", 'nothing-imports-tools'],
  ['e2e/kill/planted.ts', "import '../../tools/demo.ts';", 'nothing-imports-tools'],
  [
    'packages/workflow/src/file/planted.ts',
    "export { everyRow } from '@tapehaul/catalog';",
    'a-file-crosses-processes',
  ],
  ['packages/workflow/src/file/planted2.ts', "import '../plan/answers.ts';", 'arrows-of-workflow/file'],
  ['packages/workflow/src/plan/planted2.ts', "import '../events/events.ts';", 'arrows-of-workflow/plan'],
  [
    'packages/workflow/src/events/planted.ts',
    "export type { CollectionRun } from '../collect/steps/collection-run.ts';",
    'arrows-of-workflow/events',
  ],
  [
    'packages/workflow/src/upkeep/planted.ts',
    "import '../collect/workflow.ts';",
    'arrows-of-workflow/upkeep',
  ],
  ['packages/workflow/src/collect/planted.ts', "import '../index.ts';", 'arrows-of-workflow/collect'],
  [
    'packages/workflow/src/upkeep/verify/planted.ts',
    "import '../adopt/adopt-folder.ts';",
    'arrows-of-workflow/upkeep/verify',
  ],
  [
    'packages/workflow/src/planted2.ts',
    "import './engines/providers.ts';",
    'what-is-below-the-rooms-of-packages/workflow/src',
  ],
  [
    'packages/workflow/src/attic/planted.ts',
    "import '../flow-names.ts';",
    'rooms-of-packages/workflow/src-are-listed',
  ],
  ['apps/server/src/http/planted.ts', "import '../routes/views.ts';", 'arrows-of-server/http'],
  ['apps/server/src/runs/planted.ts', "import '../metrics/run-figures.ts';", 'arrows-of-server/runs'],
  ['apps/cli/src/show/planted.ts', "import '../progress/summary.ts';", 'arrows-of-cli/show'],
  ['apps/cli/src/actions/planted.ts', "import './runs/show.ts';", 'commands-stand-alone'],
  ['apps/cli/src/commands/runs/planted.ts', "await import('./show.ts');", 'commands-stand-alone'],
  ['packages/workflow/src/planted-aws.ts', "import '@aws-sdk/client-s3';", 'only-s3-speaks-s3'],
  ['packages/workflow/src/planted-duckdb.ts', "import '@duckdb/node-api';", 'only-lake-knows-duckdb'],
  [
    'packages/fleet/src/planted-temporal.ts',
    "import '@temporalio/client';",
    'only-fleet-temporal-knows-temporal',
  ],
  ['packages/workflow/src/planted-pg.ts', "import 'pg';", 'only-two-speak-to-postgresql'],
  [
    'apps/server/src/http/planted-sqlite.ts',
    "import '../../../../packages/sqlite/src/index.ts';",
    'one-room-keeps-the-queue',
  ],
  // A circle is reported once, in one of its files.
  [
    'packages/errors/src/planted-there.ts',
    "import './planted-back.ts';\nimport '@tapehaul/testkit';",
    'testkit-is-for-tests',
  ],
  ['packages/errors/src/planted-back.ts', "import './planted-there.ts';", 'no-cycles'],
  ['packages/archive/src/planted-npm.ts', "import 'no-such-package';", 'no-undeclared'],
  [
    'packages/errors/src/planted-simulator.ts',
    "import '../../archive-simulator/src/index.ts';",
    'simulator-is-for-tests-and-tools',
  ],
];

/** Each package imports an app. */
const IN_PACKAGES = Object.keys(ARROWS).map(
  (name): Planted => [
    `packages/${name}/src/planted-app.ts`,
    "import '../../../apps/cli/src/program.ts';",
    `arrows-of-${name}`,
  ],
);

/** Each room imports a neighbour that it may not; what is below the rooms imports one; and there is a room without arrows. */
const IN_ROOMS = Object.entries(ROOMS).flatMap(([folder, { rooms }]) => {
  const short = folder.replace(/^[^/]+\/|\/src/g, '');
  const [first = ''] = Object.keys(rooms);
  return [
    ...Object.entries(rooms).map(([room, targets]): Planted => {
      const other = Object.keys(rooms).find((name) => name !== room && !targets.includes(name)) ?? '';
      return [
        `${folder}/${room}/planted-room.ts`,
        importOf(`${folder}/${room}`, `${folder}/${other}`),
        `arrows-of-${short}/${room}`,
      ];
    }),
    [
      `${folder}/planted-below.ts`,
      importOf(folder, `${folder}/${first}`),
      `what-is-below-the-rooms-of-${folder}`,
    ] as const,
    [`${folder}/cellar/planted.ts`, "import 'node:path';", `rooms-of-${folder}-are-listed`] as const,
  ];
});

/** An import of the first file of a folder. */
function importOf(from: string, folder: string): string {
  const [file = ''] = globSync(`${folder}/**/*.ts`, { cwd: root }).sort();
  const path = relative(from, file);
  return `import '${path.startsWith('.') ? path : `./${path}`}';`;
}

/** For each rule of the arrows at least one file that breaks it. */
export const PLANTED: readonly Planted[] = [...SINGLE, ...IN_PACKAGES, ...IN_ROOMS];
