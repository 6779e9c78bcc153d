import { hash } from 'node:crypto';
import { TapehaulError } from '@tapehaul/errors';

/** Which files are read: the n-th of m parts, which together are all files; or about that many percent, others each time. */
export type DataSubset = { readonly part: number; readonly of: number } | { readonly percent: number };

/**
 * The subset that a text means: `2/7` or `5%`. Throws a TapehaulError `config_invalid` for any other text, and for a part or a
 * percentage that does not exist.
 */
export function parseSubset(text: string): DataSubset {
  const [, part = '', of = '', percent = ''] =
    /^(?:([1-9]\d{0,5})\/([1-9]\d{0,5})|(\d{1,3}(?:\.\d{1,6})?)%)$/.exec(text.trim()) ?? [];
  if (part !== '' && Number(part) <= Number(of)) return { part: Number(part), of: Number(of) };
  if (percent !== '' && Number(percent) > 0 && Number(percent) <= 100) return { percent: Number(percent) };
  throw new TapehaulError('config_invalid', `"${text}" is no subset, expected n/m or a percentage`, {
    facts: { subset: text },
    hint: 'Write 1/7, 2/7, … for the parts of a week, or 5% for a sample.',
  });
}

/**
 * Whether a path is in a subset. The parts n/m of the same m are disjoint and stay the same. `seed` is any text; the samples of
 * two seeds have nothing to do with each other.
 */
export function isInSubset(path: string, subset: DataSubset, seed: string): boolean {
  if ('of' in subset) return numberOf(path) % subset.of === subset.part - 1;
  return numberOf(`${seed}\n${path}`) < (subset.percent / 100) * 2 ** 32;
}

/** A whole number below 2³², alike for the same text. */
function numberOf(text: string): number {
  return hash('md5', text, 'buffer').readUInt32LE(0);
}
