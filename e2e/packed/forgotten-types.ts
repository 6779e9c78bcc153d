import { readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import ts from 'typescript';

const options: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2024,
};

/** Parses each file once, not once a package: most of what a package needs is in the standard library. */
const host = ts.createCompilerHost(options);
const parse = host.getSourceFile;
const parsed = new Map<string, ts.SourceFile | undefined>();
host.getSourceFile = (file, ...how) => {
  if (!parsed.has(file)) parsed.set(file, parse(file, ...how));
  return parsed.get(file);
};

/** The types of a built package that what it exports names, and that it does not export; each with where it is named. */
export function forgottenTypes(folder: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { types?: string }>;
  };
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' || entry.types === undefined ? [] : [join(folder, entry.types)],
  );
  const program = ts.createProgram(entries, options, host);
  const checker = program.getTypeChecker();
  const target = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const exported = new Set(
    entries.flatMap((entry) => {
      const file = program.getSourceFile(entry);
      const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
      return module === undefined ? [] : checker.getExportsOfModule(module).map(target);
    }),
  );
  const isOwn = (node: ts.Node | undefined): boolean =>
    node?.getSourceFile().fileName.startsWith(join(folder, 'dist').split(sep).join('/')) === true;
  const forgotten = new Set<string>();
  const visit = (node: ts.Node, within: ts.Symbol): void => {
    const named = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    const type = named === undefined ? undefined : target(named);
    if (type !== undefined && isType(type) && isOwn(type.declarations?.[0]) && !exported.has(type)) {
      forgotten.add(`${type.name} of ${within.name}`);
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) if (isOwn(declaration)) visit(declaration, symbol);
  }
  return [...forgotten];
}

function isType({ flags }: ts.Symbol): boolean {
  return (flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.TypeAlias | ts.SymbolFlags.Class)) !== 0;
}
