/** What each package or app imports, by names. Has no cycles. */
export type ImportGraph = ReadonlyMap<string, Iterable<string>>;

/** The longest chain of imports that begins with a package or app, and goes through none of those that are left out. */
export function chainFrom(name: string, graph: ImportGraph, without: ReadonlySet<string>): string[] {
  const chains = [...(graph.get(name) ?? [])]
    .filter((target) => !without.has(target))
    .map((target) => chainFrom(target, graph, without));
  return [name, ...chains.reduce((longest, chain) => (chain.length > longest.length ? chain : longest), [])];
}
