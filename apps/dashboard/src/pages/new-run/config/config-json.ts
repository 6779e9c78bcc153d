/** A configuration as it is written: any keys, in their order. */
export type ConfigJson = Readonly<Record<string, unknown>>;

/** The longest line that a list is written in. */
const LINE = 72;

/** A configuration as text: two spaces a level, and short lists in one line. */
export function formatConfig(config: ConfigJson): string {
  return formatValue(config, '');
}

/** What a text says: a configuration, or why it is none. */
export type ParsedConfig =
  | { readonly config: ConfigJson; readonly fault: undefined }
  | { readonly config: undefined; readonly fault: string };

/** Reads the text of a configuration. */
export function parseConfig(text: string): ParsedConfig {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return { config: value, fault: undefined };
    return { config: undefined, fault: 'A configuration is an object: it begins with { and ends with }.' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { config: undefined, fault: `This is not JSON: ${message}` };
  }
}

/** Whether a value is an object with keys, not a list. */
export function isObject(value: unknown): value is ConfigJson {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function formatValue(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    const items = value.map((item) => formatValue(item, inner));
    const line = `[${items.join(', ')}]`;
    if (items.length === 0 || (line.length <= LINE && !line.includes('\n'))) return line;
    return `[\n${items.map((item) => inner + item).join(',\n')}\n${indent}]`;
  }
  if (!isObject(value)) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, its]) => its !== undefined);
  if (entries.length === 0) return '{}';
  const lines = entries.map(([key, its]) => `${inner}${JSON.stringify(key)}: ${formatValue(its, inner)}`);
  return `{\n${lines.join(',\n')}\n${indent}}`;
}
