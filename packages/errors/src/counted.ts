/** A count with its noun in the right number: `1 file`, `2 files`, `1,227 files`; `many` where the plural is irregular. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
