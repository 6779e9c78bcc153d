import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the repository is published; a link below it is checked like one within the repository. */
export const PUBLISHED = 'https://github.com/tapehaul/tapehaul/';

/** A Markdown file of the repository. */
export interface Page {
  /** Path from the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** All Markdown files that git tracks or would add, without those of `.nx`. */
export function pages(root: string): Page[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'];
  const paths = execFileSync('git', args, { cwd: root, encoding: 'utf8' }).split('\n');
  return [...new Set(paths)]
    .filter((path) => path !== '' && !path.startsWith('.nx/'))
    .flatMap((path) => {
      const text = read(join(root, path));
      return text === undefined ? [] : [{ path, text }];
    });
}

/** The text of a file, undefined for one that git still lists but that was removed or moved. */
function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The text with the lines of code blocks emptied, so that line numbers stay. */
export function prose(text: string): string {
  let fence: string | undefined;
  return text
    .split('\n')
    .map((line) => {
      const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1];
      if (fence === undefined && mark === undefined) return line;
      if (fence === undefined) fence = mark;
      else if (mark?.startsWith(fence)) fence = undefined;
      return '';
    })
    .join('\n');
}

/** The anchors of a page, as GitHub makes them of its headings: `## A, B` is `a-b`, a second one `a-b-1`. */
export function anchors(text: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading = ''] of prose(text).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const slug = heading
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}\p{Pc} -]/gu, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; found.has(anchor); count++) anchor = `${slug}-${count}`;
    found.add(anchor);
  }
  return found;
}
