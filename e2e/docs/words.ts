import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pages, prose } from './markdown.ts';

/** Words that only their authors use this way, and what to write in their place. */
const DIALECT: readonly (readonly [phrase: RegExp, better: string])[] = [
  [/\b(?:tells?|told|telling)\b(?! apart)/i, 'report, show, list'],
  [/\b(?:asks?|asked|asking) (?:for|nobody|behind)\b/i, 'request'],
  [/\b(?:hears?|heard)\b/i, 'receive, is notified'],
  [/\b(?:a look at|looks? at|looked at|looked for)\b/i, 'read, check, search'],
  [/\bwish(?:es|ed)?\b/i, 'request'],
  [/\b(?:bury|buries|buried)\b/i, 'mark as crashed'],
  [/\b(?:goes|go|went|going) over\b(?! the limit)/i, 'uses, falls back to'],
  [
    /\b(?:came|comes?) to (?:an? |its |their )?end\b|\bwhat\b[^.;:]{0,60}\b(?:came|comes?) to\b(?! the)/i,
    'ends, results in',
  ],
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

/** Comments that are texts of the service, and the lists of dialect themselves. */
const UNCHECKED = new Set(['packages/client/src/service.ts', 'e2e/docs/words.ts', 'e2e/docs/words.test.ts']);

/** Folders of code that is not written here. */
const OTHERS = ['**/node_modules/**', '**/dist/**'];

/** A line of a comment. */
const COMMENT = /^\s*(?:\/?\*|\/\/)/;
/** A line with the title of a test, which may be that of a table. */
const TITLE = /^\s*(?:(?:test|describe|it)\b.*?|\]\)|\] as const\))\((['"`].*['"`])/;
/** The name of an export. */
const EXPORT =
  /^export (?:async )?(?:abstract )?(?:function\*?|const|class|interface|type) ([A-Za-z_$][\w$]*)/gm;

/** Words that no name of a file or an export has. */
const NAMES = new Set(
  'tell tells told hear hears heard wish wishes bury mend vain whoever thrice look looks said classify'.split(
    ' ',
  ),
);

/** Words that no other name has, either: what a test has `said` may be called so. */
const LOCAL_NAMES = new Set(
  [...NAMES].filter((word) => !['said', 'look', 'looks', 'classify'].includes(word)),
);

/** Comments, texts and patterns of a source file. */
const NO_CODE =
  /\/\*[\s\S]*?\*\/|^\s*\/\/.*$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|\/(?:[^/\\\n]|\\.)+\/[dgimsuvy]*/gm;

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
  const files = globSync('{packages,apps}/*/src/**/*.{ts,tsx}', { cwd: root });
  return files
    .filter((file) => !file.endsWith('.test.ts') && !file.includes('/contract/'))
    .flatMap((file) =>
      textsOf(readFileSync(join(root, file), 'utf8')).flatMap((text) =>
        dialectOf(text).map((found) => `${file}: ${found}: ${text}`),
      ),
    );
}

/** Dialect in the comments and the titles of tests of all code, as `file: phrase → better: line`. */
export function dialectInCode(root: string): string[] {
  const files = globSync('{packages,apps,e2e,tools}/**/*.{ts,tsx,mjs}', { cwd: root, exclude: OTHERS });
  return files
    .filter((file) => !UNCHECKED.has(file))
    .flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .map((line) => (COMMENT.test(line) ? line : (TITLE.exec(line)?.[1] ?? '')))
        .flatMap((text) => dialectOf(text).map((found) => `${file}: ${found}: ${text.trim()}`)),
    );
}

/** File names, and names in code, that are dialect: as `file: name`. */
export function dialectInNames(root: string): string[] {
  const files = globSync('{packages,apps,e2e,tools}/**/*.{ts,tsx,mjs}', { cwd: root, exclude: OTHERS });
  return files
    .filter((file) => !UNCHECKED.has(file))
    .flatMap((file) => {
      const source = readFileSync(join(root, file), 'utf8');
      const exported = [...source.matchAll(EXPORT)].map(([, name = '']) => name);
      return [
        ...[basename(file), ...exported].filter((name) => hasWord(name, NAMES)),
        ...namesIn(source).filter((name) => hasWord(name, LOCAL_NAMES)),
      ].map((name) => `${file}: ${name}`);
    });
}

/** Names that a source file uses, each once: what is left of it without comments, texts and patterns. */
function namesIn(source: string): string[] {
  const code = source.replaceAll(NO_CODE, ' ');
  return [...new Set(code.match(/[A-Za-z_$][\w$]*/g))];
}

function hasWord(name: string, words: ReadonlySet<string>): boolean {
  return wordsOf(name).some((word) => words.has(word));
}

/** The words of a name in any case, in lower case. */
function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** The texts of a source file. What stands between two texts is code, and so is SQL. */
function textsOf(source: string): string[] {
  const code = source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(TEXTS)]
    .map(([, quoted, template]) => quoted ?? template ?? '')
    .filter((text) => !/[=!]==|&&|\|\||=>|\b(?:SELECT|UPDATE|INSERT|DELETE)\b|\bwish\b/.test(text));
}
