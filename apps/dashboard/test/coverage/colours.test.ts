import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { INKS, type Ink } from '../../src/pages/coverage/grid/inks.ts';

const folder = join(import.meta.dirname, '../../src');
const sheet = readFileSync(join(folder, 'pages/coverage/map/heat-map.module.css'), 'utf8');
const theme = readFileSync(join(folder, 'app/theme.css'), 'utf8');

/** The colours of a custom property, light and dark, through one reference to another property. */
function coloursOf(name: string, text = sheet): readonly [string, string] {
  const [, value = ''] = new RegExp(`--${name}: ([^;]+);`).exec(text) ?? [];
  const [, other] = /^var\(--([\w-]+)\)$/.exec(value) ?? [];
  if (other !== undefined) return coloursOf(other, theme);
  const [, light = '', dark = ''] = /^light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)$/.exec(value) ?? [];
  expect([light, dark], name).not.toContain('');
  return [light, dark];
}

/** How light a colour looks, from 0 to 100 (CIE L*). */
function lightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  const y = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return 116 * (y > 0.008856 ? Math.cbrt(y) : 7.787 * y + 16 / 116) - 16;
}

/** Inks that stand beside each other and have no mark to distinguish them where cells are small. */
const APART: readonly (readonly Ink[])[] = [
  ['held', 'ours', 'archive'],
  ['held', 'corrupt', 'ours'],
  ['held', 'coming', 'outside'],
  ['held', 'share-nearly', 'share-most', 'share-some', 'share-none'],
  ['held', 'unverified'],
];

test('every ink has a colour in both themes', () => {
  for (const ink of INKS) expect(coloursOf(`map-${ink}`)).toHaveLength(2);
});

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('colours differ in lightness, not only in hue: %s', (_, theme) => {
  for (const inks of APART) {
    const all = inks.map((ink) => lightness(coloursOf(`map-${ink}`)[theme])).sort((a, b) => a - b);
    for (const [place, value] of all.entries()) {
      if (place > 0) expect(value - (all[place - 1] ?? 0), `${inks.join(', ')}`).toBeGreaterThan(7);
    }
  }
});

test('each legend and each mark names an ink that there is', () => {
  const named = [...sheet.matchAll(/data-ink="([\w-]+)"/g)].map(([, ink]) => ink);
  expect(named.filter((ink) => !INKS.some((known) => known === ink))).toEqual([]);
  expect(new Set(named).size).toBe(INKS.length - 1);
});
