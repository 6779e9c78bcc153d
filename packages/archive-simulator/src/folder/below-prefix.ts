import type { ListEntry, ObjectInfo, ObjectSource } from '../source/source.ts';

/** The objects of a source with a prefix before every key, such as `mirrors/binance`: nothing else exists in the bucket. */
export function belowPrefix(source: ObjectSource, prefix: string): ObjectSource {
  const root = `${prefix}/`;
  const placed = (info: ObjectInfo): ObjectInfo => ({ ...info, key: root + info.key });
  const placedEntry = (entry: ListEntry): ListEntry =>
    entry.kind === 'object'
      ? { kind: 'object', object: placed(entry.object) }
      : { kind: 'prefix', prefix: root + entry.prefix };
  return {
    async stat(key) {
      const found = key.startsWith(root) ? await source.stat(key.slice(root.length)) : undefined;
      return found && placed(found);
    },
    read: (key, span) => source.read(key.slice(root.length), span),
    async list({ prefix: requested, after, delimiter, limit }) {
      if (!requested.startsWith(root)) return { entries: [], truncated: false };
      const from = after.startsWith(root) ? after.slice(root.length) : '';
      const page = await source.list({ prefix: requested.slice(root.length), after: from, delimiter, limit });
      return { ...page, entries: page.entries.map(placedEntry) };
    },
  };
}
