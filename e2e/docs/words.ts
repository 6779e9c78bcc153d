import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pages, prose } from './markdown.ts';

/** Words that only their authors use this way, and what to write in their place. */
const DIALECT: readonly (readonly [phrase: RegExp, better: string])[] = [
  [/\b(?:tells?|told) (?:of|its|what|how|why|the|all|every|a)\b|\btells everything\b/i, 'report, show, list'],
  [/\b(?:hears?|heard)\b/i, 'receive, is notified'],
  [/\b(?:a look at|looks? at|looked at|looked for)\b/i, 'read, check, search'],
  [/\bwish(?:es|ed)?\b/i, 'request'],
  [/\b(?:bury|buries|buried)\b/i, 'mark as crashed'],
  [/\b(?:goes|go|went|going) over\b(?! the limit)/i, 'uses, falls back to'],
  [/\bcomes? to (?:an? |its )?end\b|\bwhat (?:it|they) (?:came|comes?) to\b/i, 'ends, results in'],
  [/\b(?:goes|go|went|going) on\b|\bGo on with\b/, 'continue'],
  [/\b(?:is|are|was|were) (?:not )?there(?: yet)?[.,;:]/i, 'exists'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bso many\b/i, 'N, that many'],
  [/\bthrice\b/i, 'three times'],
  [/\bwhat (?:becomes?|became) of\b/i, 'say what happens'],
  [/\b(?:not to|cannot|can|may) be had\b|\bto be had\b/i, 'available'],
  [/\bin vain\b/i, 'without effect'],
  [/\bwhoever\b/i, 'who'],
  [/\bhas but to\b|\bbut for\b/i, 'only has to; except'],
  [/\bever (?:later|higher|longer|more)\b/i, 'at growing intervals, higher and higher'],
  [/\bunder way\b/i, 'in progress'],
  [/\bas a rule\b/i, 'typical, usually'],
];

/** Pages that repeat what the command answers, which is checked where it is written, or that quote what people type. */
const ANSWERS = new Set(['docs/typed-mistakes.md', 'docs/configuration-errors.md', 'docs/terminal.md']);

/** Its comments are texts of the service. */
const GENERATED = 'packages/client/src/service.ts';

/** Texts between quotes or backticks on one line, with a space: what may be a sentence for people. */
const TEXTS = /'((?:[^'\\\n]|\\.)* (?:[^'\\\n]|\\.)*)'|`((?:[^`\\\n]|\\.)* (?:[^`\\\n]|\\.)*)`/g;

/** The phrases of a text that are dialect, as `phrase → better`. */
export function dialectOf(text: string): string[] {
  return DIALECT.flatMap(([phrase, better]) => {
    const found = phrase.exec(text)?.[0];
    return found === undefined ? [] : [`${found} → ${better}`];
  });
}

/** Dialect in the prose of all pages, as `page:line: phrase → better: line`. */
export function dialectInPages(root: string): string[] {
  return pages(root)
    .filter(({ path }) => !ANSWERS.has(path) && !path.startsWith('.'))
    .flatMap(({ path, text }) =>
      prose(text)
        .split('\n')
        .flatMap((line, index) => dialectOf(line).map((found) => `${path}:${index + 1}: ${found}: ${line}`)),
    );
}

/** Dialect in what the packages and apps say to people: texts of their sources, without comments, code and the names of
 * tests. */
export function dialectInMessages(root: string): string[] {
  const files = globSync('{packages,apps}/*/src/**/*.ts', { cwd: root });
  return files
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('/contract/'))
    .flatMap((file) =>
      textsOf(readFileSync(join(root, file), 'utf8')).flatMap((text) =>
        dialectOf(text).map((found) => `${file}: ${found}: ${text}`),
      ),
    );
}

/** Dialect in the comments of those packages, as `file: phrase → better: line`. */
export function dialectInComments(root: string, packages: readonly string[]): string[] {
  const files = globSync(`packages/{${packages.join(',')}}/src/**/*.ts`, { cwd: root });
  return files
    .filter((file) => !file.endsWith('.test.ts') && file !== GENERATED)
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .filter((line) => /^\s*(?:\/?\*|\/\/)/.test(line))
        .flatMap((line) => dialectOf(line).map((found) => `${file}: ${found}: ${line.trim()}`)),
    );
}

/** The texts of a source file. What stands between two texts is code, and so is SQL. */
function textsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(TEXTS)]
    .map(([, quoted, template]) => quoted ?? template ?? '')
    .filter((text) => !/[=!]==|&&|\|\||=>|\b(?:SELECT|UPDATE|INSERT|DELETE)\b|\bwish\b/.test(text));
}
