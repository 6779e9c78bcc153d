/** The first items of a collection, at most that many. */
export function firstItems<Item>(items: Iterable<Item>, count: number): Item[] {
  const first: Item[] = [];
  if (count <= 0) return first;
  for (const item of items) if (first.push(item) >= count) break;
  return first;
}
