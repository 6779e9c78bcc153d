import { grouped, type Problem } from '@tapehaul/errors';

/** What is said of a value that was read, and what is wrong with it. */
export interface Remarks {
  readonly problems: Problem[];
  readonly notes: Problem[];
}

/** Whether a text stands for all there are. */
export function isAll(text: unknown): boolean {
  return typeof text === 'string' && (text === '*' || text.trim().toLowerCase() === 'all');
}

/** The list that a value means: a text alone is a list, with commas between its entries. */
export function asList(value: unknown): unknown {
  return typeof value === 'string' ? value.split(',').map((text) => text.trim()) : value;
}

/** Reads each text of a list; what cannot be read stays as it is. What was read as something else is noted. */
export function readList(
  path: string,
  list: readonly unknown[],
  read: (text: string) => string | readonly string[] | undefined,
  { notes }: Remarks,
): unknown[] {
  const changed: [string, string][] = [];
  const all = list.flatMap((entry) => {
    const ours = typeof entry === 'string' ? read(entry) : undefined;
    if (ours === undefined || ours === entry) return [entry];
    changed.push([String(entry), typeof ours === 'string' ? ours : ours.join(', ')]);
    return ours;
  });
  noteChanges(path, changed, notes);
  return all;
}

/** Notes what was read as something else, the first of it in full. */
export function noteChanges(
  path: string,
  changed: readonly (readonly [from: string, to: string])[],
  notes: Problem[],
): void {
  if (changed.length === 0) return;
  const first = changed.slice(0, 3).map(([from, to]) => `"${from}" is read as ${to}`);
  const more = changed.length > first.length ? `, and ${grouped(changed.length - first.length)} more` : '';
  notes.push({ path, message: `${first.join(', ')}${more}` });
}

/** Lists by name, where several names may be the same one: those are joined. */
export function joined(
  lists: readonly (readonly [name: string, list: unknown])[],
): Readonly<Record<string, unknown>> {
  const byName = new Map<string, unknown>();
  for (const [name, list] of lists) {
    const before = byName.get(name);
    byName.set(
      name,
      Array.isArray(before) && Array.isArray(list) ? [...new Set([...before, ...list])] : list,
    );
  }
  return Object.fromEntries(byName);
}
