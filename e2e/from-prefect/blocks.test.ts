import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { blocksOf, steady, withBlocks } from './blocks.ts';
import { ROWS } from './scenes.ts';

const guide = (): Promise<string> => readFile(new URL('../../docs/from-prefect.md', import.meta.url), 'utf8');

test('the guide has a block for each scene, and each is printed', async () => {
  const blocks = blocksOf(await guide());
  const names = ROWS.flatMap((row) => row.map(([name]) => name));
  expect([...blocks.keys()].sort()).toEqual(names.toSorted());
  expect([...blocks].filter(([, text]) => !text.startsWith('$ ')).map(([name]) => name)).toEqual([]);
});

test('the guide shows the commands as the scenes have them', async () => {
  const blocks = blocksOf(await guide());
  const typed = ROWS.flat().flatMap(([name, commands]) =>
    commands.map((command) => [name, command] as const),
  );
  const lacking = typed.filter(
    ([name, command]) => !blocks.get(name)?.includes(command.replaceAll(/^/gm, '$ ')),
  );
  expect(lacking).toEqual([]);
});

test('the guide has a word on each key of the configuration', async () => {
  const page = await guide();
  const config = new URL('../../examples/from-prefect/archive-config.json', import.meta.url);
  const keys = Object.keys(JSON.parse(await readFile(config, 'utf8')) as object);
  expect(keys.length).toBeGreaterThan(20);
  expect(keys.filter((key) => !new RegExp(`^\\|[^|]*\`${key}\\b`, 'm').test(page))).toEqual([]);
});

test('a block is replaced by what was printed, and no other text is', () => {
  const page = 'a\n<!-- printed: one -->\n```\n```\n<!-- end -->\nb\n';
  const written = withBlocks(page, new Map([['one', '$ x\ny']]));
  expect(written).toBe('a\n<!-- printed: one -->\n```\n$ x\ny\n```\n<!-- end -->\nb\n');
  expect(blocksOf(written)).toEqual(new Map([['one', '$ x\ny']]));
  expect(() => withBlocks(page, new Map())).toThrow('no scene is called one');
});

test('times, ids and speeds do not count', () => {
  const text = (time: string, id: string) =>
    `Completed in ${time} (run 20261128T003511Z-${id})\n2026-11-28 00:35:13,183 - x, 51.5 kB moved, 2 files`;
  expect(steady(text('1.0 s', '731358'))).toBe(steady(text('12 s', '0a1b2c')));
  expect(steady('2 files')).not.toBe(steady('3 files'));
});
