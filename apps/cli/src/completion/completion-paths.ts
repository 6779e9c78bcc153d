import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { extname } from 'node:path';

/** Characters that no shell reads as something else: names with others would need quotes. */
const PLAIN = /^[\p{L}\p{N}_.,@+%~-]+$/u;

/**
 * Directories below what is typed so far, with a slash behind each, and, where an extension such as `.json` is given,
 * files that have it. Hidden ones only when a dot is typed. Nothing where the directory cannot be read.
 */
export function pathsFrom(typed: string, extension?: string): string[] {
  const folder = typed.slice(0, typed.lastIndexOf('/') + 1);
  const name = typed.slice(folder.length);
  try {
    return readdirSync(folder === '' ? '.' : folder.replace(/^~(?=\/)/, homedir()), { withFileTypes: true })
      .filter(
        (it) => PLAIN.test(it.name) && it.name.startsWith(name) && (name !== '' || !it.name.startsWith('.')),
      )
      .filter((it) => !it.isFile() || (extension !== undefined && extname(it.name) === extension))
      .map((it) => `${folder}${it.name}${it.isFile() ? '' : '/'}`)
      .sort();
  } catch {
    return [];
  }
}
