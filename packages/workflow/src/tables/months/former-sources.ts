import { type HeldSource, sourceOf, type TablePlace } from './series-sources.ts';

/**
 * Files that rows of a recorded partition were taken from although their period is another one, as far as they are still held: rows
 * stand in the file of a neighbouring day at times.
 */
export async function formerSources(
  { catalog, root }: TablePlace,
  path: string,
  usual: readonly { readonly key: string }[],
): Promise<readonly HeldSource[]> {
  const keys = new Set(usual.map(({ key }) => key));
  const recorded = (await catalog.findPartition(path))?.sources ?? [];
  const others = recorded.filter(({ key, rows }) => rows > 0 && !keys.has(key)).map(({ key }) => key);
  if (others.length === 0) return [];
  const held = await catalog.findAll(others);
  return others.flatMap((key) => {
    const object = held.get(key);
    return (object && sourceOf(root, object)) ?? [];
  });
}
