import { resolve } from 'node:path';
import { realPath } from './real-paths.ts';

/** Absolute paths of two names or more; no part of an address, a relative path, or an address of this service. */
const PATHS = [
  /(?<![\w.:/…*)}\]#-])\/(?!v1\/|docs\/)(?:[^\s/'"`,;:()<>|[\]{}]+\/)+([^\s/'"`,;:()<>|[\]{}]*)/gu,
  /(?<![\w/])[A-Z]:\\(?:[^\s\\'"`,;:()<>|[\]{}]+\\)*([^\s\\'"`,;:()<>|[\]{}]*)/giu,
] as const;

/** Takes the paths of this machine out of what is answered: a caller names what is below the data, and needs no more. */
export class HostPaths {
  readonly #roots: readonly string[];

  constructor(root: string) {
    const given = resolve(root);
    this.#roots = [...new Set([given, realPath(given) ?? given])].sort((a, b) => b.length - a.length);
  }

  /** A text with paths below the data as relative ones, and of others their last name only. */
  text(plain: string): string {
    if (!plain.includes('/') && !plain.includes('\\')) return plain;
    let hidden = plain;
    for (const root of this.#roots) {
      hidden = hidden.replaceAll(`${root}/`, '').replaceAll(`${root}\\`, '').replaceAll(root, '.');
    }
    for (const pattern of PATHS) hidden = hidden.replace(pattern, '…/$1');
    return hidden;
  }

  /** A value of lists and objects with all its texts as {@link HostPaths.text} has them. */
  value<Value>(plain: Value): Value {
    return this.#value(plain) as Value;
  }

  #value(plain: unknown): unknown {
    if (typeof plain === 'string') return this.text(plain);
    if (Array.isArray(plain)) return plain.map((entry) => this.#value(entry));
    if (typeof plain !== 'object' || plain === null) return plain;
    if ('toJSON' in plain && typeof plain.toJSON === 'function') return this.#value(plain.toJSON());
    return Object.fromEntries(Object.entries(plain).map(([key, field]) => [key, this.#value(field)]));
  }
}
