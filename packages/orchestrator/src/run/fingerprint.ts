/** How deep, and how many parts of a value are read: enough to distinguish most inputs, little for a large one. */
const DEEPEST = 3;
const MOST_PARTS = 64;

/**
 * A text that two values have in common whenever they are deeply equal; different values may have the same one, too. It
 * narrows down a search for an equal value, and reads only the beginning of a large one.
 */
export function fingerprint(value: unknown): string {
  const parts: string[] = [];
  read(value, DEEPEST, parts);
  return parts.join('\u0000');
}

function read(value: unknown, depth: number, parts: string[]): void {
  if (parts.length >= MOST_PARTS) return;
  if (typeof value !== 'object' || value === null) {
    parts.push(`${typeof value} ${textOf(value)}`);
    return;
  }
  parts.push(Object.prototype.toString.call(value));
  if (depth === 0 || !isPlain(value)) return;
  for (const key of keysOf(value)) {
    if (parts.length >= MOST_PARTS) return;
    parts.push(key);
    read((value as Record<string, unknown>)[key], depth - 1, parts);
  }
}

/** Deep equality takes functions and symbols as equal only to themselves: their texts need not differ. */
function textOf(value: unknown): string {
  if (typeof value === 'function' || typeof value === 'symbol') return '';
  return Object.is(value, -0) ? '-0' : String(value).slice(0, 200);
}

/** The keys to read: equal objects may have theirs in another order. */
function keysOf(value: object): readonly string[] {
  return Array.isArray(value) ? Object.keys(value.slice(0, MOST_PARTS)) : Object.keys(value).sort();
}

function isPlain(value: object): boolean {
  if (Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
