import { dirname, join, normalize } from 'node:path/posix';

/** A source file, by its path from the root of the repository, and its text. */
export interface SourceFile {
  readonly file: string;
  readonly text: string;
}

const IMPORT = /(?:from|import)\s*\(?\s*'(\.[^']*)'/g;

/**
 * Folders of one package that import each other in a circle, each circle once, in the order of their names. The index of a
 * package is left out: a table of contents names every folder.
 */
export function folderCircles(files: readonly SourceFile[]): string[][] {
  const known = new Set(files.map(({ file }) => file));
  const graph = new Map<string, Set<string>>();
  for (const { file, text } of files) {
    if (file.endsWith('/src/index.ts')) continue;
    for (const [, specifier = ''] of text.matchAll(IMPORT)) {
      const target = normalize(join(dirname(file), specifier));
      const [from, to] = [dirname(file), dirname(target)];
      if (!known.has(target) || from === to) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  }
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachedFrom(folder, graph)]));
  const inCircle = [...reached].filter(([folder, others]) => others.has(folder));
  const circles = inCircle.map(([folder, others]) =>
    [...others].filter((other) => reached.get(other)?.has(folder)).sort(),
  );
  return [...new Map(circles.map((circle) => [circle.join(), circle])).values()];
}

function reachedFrom(folder: string, graph: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const open = [folder];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const other of graph.get(next) ?? []) {
      if (reached.has(other)) continue;
      reached.add(other);
      open.push(other);
    }
  }
  return reached;
}
