import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { repositoryFolder } from '@tapehaul/testkit';
import { expect, test } from 'vitest';

/** What a browser may load before it shows the first page, with gzip, in bytes. */
const [MOST_SCRIPT, MOST_STYLE] = [130_000, 15_000];
/** Addresses that stand in libraries as text and are never requested: XML names, pages about an error, a default for servers. */
const NAMES = /^https?:\/\/(?:localhost|www\.w3\.org|react\.dev|tanstack\.com|github\.com)(?:\/|$)/;

const folder = join(repositoryFolder, 'apps/server/dist/page/app');
const assets = join(folder, 'assets');
const read = (name: string): string => readFileSync(join(assets, name), 'utf8');
const page = readFileSync(join(folder, 'index.html'), 'utf8');

/** Files of a kind that index.html names, and the scripts that those import before they run. */
function firstFiles(ending: string): Set<string> {
  const found = new Set(
    [...page.matchAll(/(?:src|href)="\/assets\/([^"]+)"/g)]
      .map(([, name = '']) => name)
      .filter((name) => name.endsWith(ending)),
  );
  if (ending !== '.js') return found;
  for (const name of found) {
    for (const [, other = ''] of read(name).matchAll(/(?:from|import) ?"\.\/([^"]+\.js)"/g)) found.add(other);
  }
  return found;
}

/** Script and styles of the overview, which is what most people see first. */
const overview = readdirSync(assets).filter((name) => /^overview-page-/.test(name));
const sizeOf = (names: Iterable<string>): number =>
  [...names].reduce((sum, name) => sum + gzipSync(readFileSync(join(assets, name)), { level: 9 }).length, 0);

test(`the first page is shown with at most ${MOST_SCRIPT / 1_000} kB of script and ${MOST_STYLE / 1_000} kB of styles`, () => {
  const scripts = firstFiles('.js');
  expect(scripts.size).toBeGreaterThan(0);
  expect(overview.length).toBeGreaterThan(0);
  const more = (ending: string): string[] => overview.filter((name) => name.endsWith(ending));
  expect(sizeOf(new Set([...scripts, ...more('.js')]))).toBeLessThanOrEqual(MOST_SCRIPT);
  expect(sizeOf(new Set([...firstFiles('.css'), ...more('.css')]))).toBeLessThanOrEqual(MOST_STYLE);
});

test('the page has no script or style in itself, and names nothing of another origin', () => {
  expect(page).not.toMatch(/<style|style="|<script(?![^>]* src=)|\son[a-z]+="/);
  const texts = [page, ...readdirSync(assets).map(read)];
  const elsewhere = texts
    .flatMap((text) => [...text.matchAll(/https?:\/\/[a-z0-9][^\s"'`)\\]*/gi)])
    .map(([address]) => address)
    .filter((address) => !NAMES.test(address));
  expect([...new Set(elsewhere)]).toEqual([]);
});

test('the licences of what is bundled come with it', () => {
  const licences = readFileSync(join(folder, 'THIRD_PARTY_LICENSES.txt'), 'utf8');
  for (const name of ['react', 'react-dom', '@tanstack/react-router', '@tanstack/react-query', 'uplot']) {
    expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+ \\(MIT\\)`, 'm'));
  }
});
