/** The block of a name: a comment, a fence with what was printed, and a comment. */
const BLOCK = /(<!-- printed: (\w+) -->\n```\n)([\s\S]*?)(```\n<!-- end -->)/g;

/** The blocks of a page that commands printed, by name. */
export function blocksOf(page: string): Map<string, string> {
  return new Map([...page.matchAll(BLOCK)].map(([, , name = '', text = '']) => [name, text.trimEnd()]));
}

/** The page with the blocks that are given in place of its own. Throws an Error for one that nothing was printed for. */
export function withBlocks(page: string, printed: ReadonlyMap<string, string>): string {
  return page.replaceAll(BLOCK, (_, before: string, name: string, _old: string, after: string) => {
    const text = printed.get(name);
    if (text === undefined) throw new Error(`no scene is called ${name}`);
    return `${before}${text}\n${after}`;
  });
}

/** What differs between two runs of the same command: times, ids and speeds. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b\d{8}T\d{6}Z-[0-9a-f]{6}\b/g, 'RUN'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d{3})?/g, 'TIME'],
  [/\b20\d\d-\d\d-\d\d \d\d:\d\d\b/g, 'TIME'],
  [/(?:\d+ min )?\b\d+(?:\.\d+)?(?: s|ms)\b/g, 'DURATION'],
  [/(processing_time_seconds: )[\d.]+/g, '$1DURATION'],
  [/[\d.,]+ [kMG]?B moved/g, 'BYTES moved'],
  [/ +/g, ' '],
];

/** A printed text without what differs between two runs. */
export function steady(text: string): string {
  return VARYING.reduce((so, [pattern, word]) => so.replaceAll(pattern, word), text);
}
