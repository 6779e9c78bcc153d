import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages } from './markdown.ts';

/** A use of the command in the documentation. */
export interface Use {
  /** Where it stands, `page:line`. */
  readonly place: string;
  /** Its words behind `tapehaul`, up to the end of the command. */
  readonly words: readonly string[];
}

/** Pages that show mistakes on purpose. */
const MISTAKES = new Set(['docs/typed-mistakes.md', 'docs/configuration-errors.md', 'docs/terminal.md']);

const CODE = /`([^`\n]+)`/g;
/** A command begins a line of code, or stands behind `npx`, a variable, `$`, `&&` or `(`. */
const COMMAND = /(?:^|\$ |&& |\(|npx (?:--prefix <[^>]+> )?|[A-Z_]+=\S+ )tapehaul ([^|#&>()]*)/g;

/** Every use of `tapehaul` in the code of the pages: lines of blocks, and code within prose. Decisions are about their time. */
export function uses(root: string): Use[] {
  return pages(root)
    .filter(({ path }) => !MISTAKES.has(path) && !path.startsWith('docs/decisions/'))
    .flatMap(({ path, text }) =>
      codeOf(text).flatMap(({ line, code }) =>
        [...code.matchAll(COMMAND)].map(([, words = '']) => ({
          place: `${path}:${line}`,
          words: words.trim().split(/\s+/),
        })),
      ),
    );
}

/** The names of scripts that the pages start with `npm run`, each with its place. */
export function scriptUses(root: string): { place: string; script: string }[] {
  return pages(root).flatMap(({ path, text }) =>
    codeOf(text).flatMap(({ line, code }) =>
      [...code.matchAll(/npm run (?:-s )?([a-z][\w:-]*)/g)].map(([, script = '']) => ({
        place: `${path}:${line}`,
        script,
      })),
    ),
  );
}

/** The scripts of the repository. */
export function scripts(root: string): Set<string> {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  return new Set(Object.keys(scripts));
}

/** The lines of code blocks, and the code within other lines. */
function codeOf(text: string): { line: number; code: string }[] {
  let inBlock = false;
  return text.split('\n').flatMap((line, index) => {
    const mark = line.trimStart().startsWith('```');
    if (mark) inBlock = !inBlock;
    if (mark) return [];
    if (inBlock) return [{ line: index + 1, code: line.trim() }];
    return [...line.matchAll(CODE)].map(([, code = '']) => ({ line: index + 1, code }));
  });
}
