/** A count with its noun in the right number: `1 file`, `2 files`, `1,227 files`; `many` where the plural is irregular. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** A whole number with commas, as `toLocaleString('en')` writes it, without the twenty milliseconds that its first use takes. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
