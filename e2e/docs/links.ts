import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { anchors, type Page, PUBLISHED, pages, prose } from './markdown.ts';

/** Targets of `[text](target)`, `![text](target)` and `[name]: target`. */
const LINKS = /\]\(\s*<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;

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
 * The links of all Markdown files that lead nowhere within the repository, as `page:line: target: reason`. Addresses of
 * other places are not requested.
 */
export function brokenLinks(root: string): string[] {
  const all = new Map(pages(root).map((page) => [page.path, page]));
  return [...all.values()].flatMap((page) => {
    const text = prose(page.text).replaceAll(/`[^`\n]*`/g, (code) => ' '.repeat(code.length));
    return [...text.matchAll(LINKS)].flatMap((match) => {
      const target = match[1] ?? match[2] ?? '';
      const wrong = fault(root, all, page, target);
      const line = text.slice(0, match.index).split('\n').length;
      return wrong === undefined ? [] : [`${page.path}:${line}: ${target}: ${wrong}`];
    });
  });
}
