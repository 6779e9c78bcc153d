/** What one output line of `s5cmd --json` says; `names` ends with the destination of the line it answers. */
export type Message =
  | { readonly kind: 'success'; readonly names: string; readonly bytes: number }
  | { readonly kind: 'failure'; readonly names: string; readonly text: string }
  | { readonly kind: 'other' };

/**
 * Reads one line of either output stream. Help pages, warnings and panics are not JSON, and some errors name
 * no command: they are `other`. Checked by hand, since it runs once for each object.
 */
export function readMessage(line: string): Message {
  const fields = asRecord(line);
  const { success, destination, object, command, error } = fields;
  if (success === true && typeof destination === 'string' && isRecord(object)) {
    // s5cmd leaves the size out when the object is empty.
    const { size = 0 } = object;
    if (Number.isSafeInteger(size)) return { kind: 'success', names: destination, bytes: Number(size) };
  }
  if (typeof command === 'string' && typeof error === 'string') {
    return { kind: 'failure', names: command, text: error };
  }
  return { kind: 'other' };
}

function asRecord(line: string): Record<string, unknown> {
  if (!line.startsWith('{')) return {};
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
