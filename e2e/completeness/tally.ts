/** Counts by word, as the table writes them: `gap 2, new 29`. */
export class Tally {
  readonly #counts = new Map<string, number>();

  add(word: string, count = 1): void {
    this.#counts.set(word, (this.#counts.get(word) ?? 0) + count);
  }

  text(): string {
    const counted = [...this.#counts].filter(([, count]) => count > 0).sort(([a], [b]) => (a < b ? -1 : 1));
    return counted.length === 0 ? '–' : counted.map(([word, count]) => `${word} ${count}`).join(', ');
  }
}

/** How many days a span has. */
export function daysIn({ first, last }: { readonly first: string; readonly last: string }): number {
  return (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
}
