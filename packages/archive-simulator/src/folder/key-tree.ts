import type { ListEntry, ListPage, ListRequest, ObjectInfo } from '../source/source.ts';
import { compareKeys } from './key-order.ts';

/** Keys seen as folders and files, so that a listing opens only the folders it needs. */
export interface KeyTree {
  /**
   * Names in one folder (`''` is the root, others end with a slash), folders with a final slash, in the
   * order of {@link compareKeys}.
   */
  children(folder: string): Iterable<string> | AsyncIterable<string>;
  stat(key: string): Promise<ObjectInfo | undefined>;
}

/** Lists a tree as S3 lists keys. Reads objects of this page only; groups cost nothing. */
export async function listTree(tree: KeyTree, request: ListRequest): Promise<ListPage> {
  const entries: ListEntry[] = [];
  for await (const { key, group } of new KeyWalk(tree, request).run('')) {
    if (entries.length === request.limit) return { entries, truncated: true };
    if (group !== undefined) {
      entries.push({ kind: 'prefix', prefix: group });
      continue;
    }
    const object = await tree.stat(key);
    if (object !== undefined) entries.push({ kind: 'object', object });
  }
  return { entries, truncated: false };
}

/** Walks the keys of a request in order; a group is given once, with its first key, and then left. */
class KeyWalk {
  readonly #tree: KeyTree;
  readonly #request: ListRequest;
  /** The group that was given last: what lies in it is passed over. */
  #group: string | undefined;

  constructor(tree: KeyTree, request: ListRequest) {
    this.#tree = tree;
    this.#request = request;
    if (this.#groupOf(request.after) === request.after) this.#group = request.after;
  }

  async *run(folder: string): AsyncGenerator<{ key: string; group: string | undefined }> {
    for await (const name of this.#tree.children(folder)) {
      const path = folder + name;
      if (this.#liesBehind(path)) return;
      if (name.endsWith('/')) {
        if (this.#mayHold(path)) yield* this.run(path);
      } else if (this.#wants(path)) {
        this.#group = this.#groupOf(path);
        yield { key: path, group: this.#group };
      }
      if (this.#group !== undefined && folder.startsWith(this.#group)) return;
    }
  }

  #groupOf(key: string): string | undefined {
    const { prefix, delimiter } = this.#request;
    if (delimiter === undefined || !key.startsWith(prefix)) return undefined;
    const index = key.indexOf(delimiter, prefix.length);
    return index < 0 ? undefined : key.slice(0, index + delimiter.length);
  }

  /** Whether this path and all that follow sort behind every wanted key. */
  #liesBehind(path: string): boolean {
    const { prefix } = this.#request;
    return !path.startsWith(prefix) && compareKeys(path, prefix) > 0;
  }

  #mayHold(folder: string): boolean {
    const { prefix, after } = this.#request;
    if (!folder.startsWith(prefix) && !prefix.startsWith(folder)) return false;
    return !this.#isGrouped(folder) && (after.startsWith(folder) || compareKeys(folder, after) > 0);
  }

  #wants(key: string): boolean {
    const { prefix, after } = this.#request;
    return key.startsWith(prefix) && !this.#isGrouped(key) && compareKeys(key, after) > 0;
  }

  #isGrouped(path: string): boolean {
    return this.#group !== undefined && path.startsWith(this.#group);
  }
}
