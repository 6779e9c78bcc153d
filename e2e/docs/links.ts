import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchors, type Page, PUBLISHED, pages, prose } from './markdown.ts';

/** Targets of `[text](target)`, `![text](target)` and `[name]: target`. */
const LINKS = /\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;

/** Code that names a file or folder of the repository; `<name>` and `*` stand for any. */
const PATHS = /`((?:apps|deploy|docs|e2e|examples|packages|tools)\/[\w./-]+)`/g;
/** Code that names a file or folder of the package that the page stands in. */
const OWN_PATHS = /`((?:src|test)\/[\w./-]+)`/g;
/** A page within a package or an app, and its folder. */
const PACKAGE = /^((?:packages|apps)\/[^/]+\/)/;

/** What is wrong with a link of a page, or undefined. */
function fault(root: string, all: ReadonlyMap<string, Page>, page: Page, target: string): string | undefined {
  const published = target.startsWith(PUBLISHED);
  const within = published ? target.slice(PUBLISHED.length).replace(/^(?:blob|tree)\/main\//, '') : target;
  if (published && within === target.slice(PUBLISHED.length)) return undefined;
  if (/^[a-z][a-z+.-]*:/i.test(within)) return undefined;
  const [place = '', anchor] = within.split('#');
  const path = published
    ? normalize(place)
    : place === ''
      ? page.path
      : normalize(join(dirname(page.path), place));
  if (path.startsWith('..')) return 'leads out of the repository';
  if (!existsSync(join(root, decodeURI(path)))) return `${path} does not exist`;
  if (anchor === undefined || anchor === '') return undefined;
  const linked = all.get(path);
  if (linked === undefined) return `${path} is not a page, so it has no anchor #${anchor}`;
  return anchors(linked.text).has(anchor) ? undefined : `${path} has no heading #${anchor}`;
}

/**
 * The links of all Markdown files that lead nowhere within the repository, and the paths of it that they name as code
 * and that do not exist, as `page:line: target: reason`. Decisions may name files of their time. Addresses of other places are not requested.
 */
export function brokenLinks(root: string): string[] {
  const all = new Map(pages(root).map((page) => [page.path, page]));
  return [...all.values()].flatMap((page) => {
    const text = prose(page.text);
    const withoutCode = text.replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
    const placed = (index: number, target: string, wrong: string | undefined) =>
      wrong === undefined
        ? []
        : [`${page.path}:${text.slice(0, index).split('\n').length}: ${target}: ${wrong}`];
    const links = [...withoutCode.matchAll(LINKS)].flatMap(({ 1: link, 2: named, index }) => {
      const target = link ?? named ?? '';
      return placed(index, target, fault(root, all, page, target));
    });
    const isRecord = page.path.startsWith('docs/decisions/');
    const home = PACKAGE.exec(page.path)?.[1];
    const named = (form: RegExp, folder: string) =>
      [...text.matchAll(form)].flatMap(({ 1: path = '', index }) =>
        placed(
          index,
          path,
          existsSync(join(root, folder, path)) ? undefined : `${folder}${path} does not exist`,
        ),
      );
    if (isRecord) return links;
    return [...links, ...named(PATHS, ''), ...(home === undefined ? [] : named(OWN_PATHS, home))];
  });
}
