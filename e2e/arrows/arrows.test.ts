import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');

/** A rule that was broken, and the file that breaks it. */
interface Broken {
  readonly rule: string;
  readonly file: string;
}

/** Runs the arrow rules as `npm run arrows` does, over these files and folders, and gives what breaks them. */
async function brokenRules(directory: string, ...paths: readonly string[]): Promise<Broken[]> {
  const args = [cruiser, ...paths, '--config', '.dependency-cruiser.mjs', '--output-type', 'json'];
  const { stdout } = await execa(process.execPath, args, { cwd: directory, reject: false });
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return summary.violations.map(({ from, rule }) => ({ rule: rule.name, file: from }));
}

/** Files to plant, what they import, and the rule that this breaks. */
const PLANTED = [
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
    "export type { CollectionRun } from '../collect/collection-run.ts';",
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
] as const;

/** How long reading or copying the whole project may take on a busy machine, in milliseconds. */
const WHOLE_PROJECT = 300_000;

describe('the lint rule for arrows', { timeout: WHOLE_PROJECT }, () => {
  let copy = '';

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'tapehaul-arrows-'));
    for (const name of ['.dependency-cruiser.mjs', 'tsconfig.base.json', 'package.json']) {
      await cp(join(root, name), join(copy, name));
    }
    const filter = (path: string): boolean => !/\/(dist|node_modules)(\/|$)/.test(path.slice(root.length));
    for (const name of ['packages', 'apps', 'e2e', 'tools'])
      await cp(join(root, name), join(copy, name), { recursive: true, filter });
    await mkdir(join(copy, 'node_modules/@tapehaul'), { recursive: true });
    for (const name of [
      'catalog',
      'catalog-sqlite',
      'downloader',
      'planner',
      'workflow',
      's5cmd',
      'archive',
      'errors',
      'config',
      'testkit',
    ]) {
      await symlink(join(copy, 'packages', name), join(copy, 'node_modules/@tapehaul', name));
    }
    await symlink(join(root, 'node_modules/execa'), join(copy, 'node_modules/execa'));
  }, WHOLE_PROJECT);
  afterAll(() => rm(copy, { recursive: true, force: true }));

  test('finds nothing in the project', async () => {
    expect(await brokenRules(root, 'packages', 'apps', 'e2e')).toEqual([]);
  });

  test('finds each fault that is planted, in the file that it is in', async () => {
    for (const [file, source] of PLANTED) {
      await mkdir(join(copy, dirname(file)), { recursive: true });
      await writeFile(join(copy, file), `${source}\nexport const planted = 1;\n`);
    }
    // What the planted files import is followed no further: the whole project is the other test.
    const planted = PLANTED.map(([file]) => file);
    const broken = await brokenRules(copy, ...planted, '--max-depth', '1');
    for (const [file, , rule] of PLANTED) expect(broken).toContainEqual({ rule, file });
  });
});
