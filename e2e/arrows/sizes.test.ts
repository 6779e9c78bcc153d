import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
/** Written by a tool from the service's OpenAPI document. */
const GENERATED = 'packages/client/src/service.ts';
const MOST_LINES = 220;
const MEDIAN_LINES = 60;
const MOST_FILES = 12;
/** Lines of tests for each line of source: in every package and app, and over all. */
const LEAST_RATIO = 0.4;
const LEAST_RATIO_OVER_ALL = 0.8;

const PATTERNS = ['*.ts', '*.tsx', '*.mjs'];
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...PATTERNS], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file !== '' && file !== GENERATED);

const linesOf = (file: string): number => readFileSync(join(root, file), 'utf8').split('\n').length - 1;
const linesIn = (counted: readonly string[]): number =>
  counted.reduce((lines, file) => lines + linesOf(file), 0);

test(`no file has more than ${MOST_LINES} lines`, () => {
  const long = files
    .map((file) => ({ file, lines: linesOf(file) }))
    .filter(({ lines }) => lines > MOST_LINES);
  expect(long).toEqual([]);
});

test(`half of the source files have at most ${MEDIAN_LINES} lines`, () => {
  const lines = files
    .filter((file) => /^(packages|apps)\/[^/]+\/src\//.test(file) && !isTest(file))
    .map(linesOf);
  expect(lines.sort((a, b) => a - b)[lines.length >> 1]).toBeLessThanOrEqual(MEDIAN_LINES);
});

test(`no folder has more than ${MOST_FILES} source files`, () => {
  const sources = files.filter((file) => !/\.test\.tsx?$|\/test\//.test(file));
  const folders = Map.groupBy(sources, (file) => dirname(file));
  const full = [...folders].filter(([, inside]) => inside.length > MOST_FILES).map(([folder]) => folder);
  expect(full).toEqual([]);
});

/**
 * How lines are counted. Source is what lies in the `src` of a package or app. Tests are test files, what lies in
 * `test`, and the contract suites in `src/contract`, which a package publishes for those who implement its contract:
 * the catalog's is run by every record, so it counts for the catalog and for each package of a record; so does that of engines of a fleet. Over all, the suites below `e2e` and the test kit count as tests too, and of
 * them `e2e/page` for the page, which is tested in a browser; its markup (`*.tsx`) counts as neither, like its styles, and so does
 * what a tool has written.
 */
const isTest = (file: string): boolean => /\.test\.tsx?$|\/test\/|\/src\/contract\//.test(file);
const ofPackages = files.filter(
  (file) => /^(packages|apps)\/[^/]+\/(src|test)\//.test(file) && !file.endsWith('.tsx'),
);
const [kit, ofProducts] = [
  ofPackages.filter((file) => file.startsWith('packages/testkit/')),
  ofPackages.filter((file) => !file.startsWith('packages/testkit/')),
];

function ratioOf(counted: readonly string[], more: readonly string[] = []): number {
  const tests = linesIn([...counted.filter(isTest), ...more]);
  return tests / linesIn(counted.filter((file) => !isTest(file)));
}

/** Packages that run the contract of another one: of a record, or of an engine of a fleet. */
const CONTRACTS: Readonly<Record<string, string>> = {
  'packages/catalog-sqlite': 'packages/catalog/src/contract/',
  'packages/catalog-postgres': 'packages/catalog/src/contract/',
  'packages/fleet-pgboss': 'packages/fleet/src/contract/',
  'packages/fleet-temporal': 'packages/fleet/src/contract/',
};

const products = Map.groupBy(ofProducts, (file) => file.split('/').slice(0, 2).join('/'));
test.each([...products])(
  `%s has at least ${LEAST_RATIO} lines of tests a line of source`,
  (name, counted) => {
    const inBrowser = name === 'apps/dashboard' ? files.filter((file) => file.startsWith('e2e/page/')) : [];
    const contract = files.filter((file) => file.startsWith(CONTRACTS[name] ?? '-'));
    expect(ratioOf(counted, [...inBrowser, ...contract])).toBeGreaterThanOrEqual(LEAST_RATIO);
  },
);

test(`all packages and apps have at least ${LEAST_RATIO_OVER_ALL} lines of tests a line of source`, () => {
  const suites = files.filter((file) => file.startsWith('e2e/'));
  // The first that runs a contract counts it as a part of the package that publishes it.
  const further = Object.values(CONTRACTS).filter((contract, place, all) => all.indexOf(contract) < place);
  const contracts = further.flatMap((contract) => files.filter((file) => file.startsWith(contract)));
  expect(ratioOf(ofProducts, [...suites, ...kit, ...contracts])).toBeGreaterThanOrEqual(LEAST_RATIO_OVER_ALL);
});
