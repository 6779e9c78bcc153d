/** The symbols of a text that was typed or pasted, in any form of list, in capitals and each once. */
export function symbolList(text: string): string[] {
  const names = text
    .split(/[\s,;|"'`[\](){}]+/u)
    .map((name) => name.trim().toUpperCase())
    .filter((name) => name !== '');
  return [...new Set(names)];
}

/** A list with more names behind it, each once. */
export function withNames(list: readonly string[], names: readonly string[]): string[] {
  return [...new Set([...list, ...names])];
}
