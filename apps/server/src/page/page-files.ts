import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A file of the page, as it is sent. */
export interface PageFile {
  readonly type: string;
  readonly bytes: Buffer;
  /** The same with gzip; undefined where that would not be smaller. */
  readonly zipped: Buffer | undefined;
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of the page: those of the build, each read once, when it is first requested. */
export class PageFiles {
  readonly #folder: string;
  readonly #names: ReadonlySet<string>;
  readonly #read = new Map<string, PageFile>();

  constructor(folder: string = builtFolder()) {
    this.#folder = folder;
    const assets = join(folder, 'assets');
    this.#names = new Set(existsSync(assets) ? readdirSync(assets) : []);
  }

  /** The page itself; undefined where it was not built. */
  index(): PageFile | undefined {
    return existsSync(join(this.#folder, 'index.html')) ? this.#file('index.html') : undefined;
  }

  /** A file of `assets/` by its name; undefined for a name that the build did not make. */
  asset(name: string): PageFile | undefined {
    return this.#names.has(name) ? this.#file(join('assets', name)) : undefined;
  }

  #file(path: string): PageFile | undefined {
    const known = this.#read.get(path);
    if (known !== undefined) return known;
    const type = TYPES[extname(path)];
    if (type === undefined) return undefined;
    const bytes = readFileSync(join(this.#folder, path));
    const zipped = gzipSync(bytes, { level: 9 });
    const file = { type, bytes, zipped: zipped.length < bytes.length ? zipped : undefined };
    this.#read.set(path, file);
    return file;
  }
}

/** Where the build is: beside the bundled service, or in the folder of the app while developing. */
function builtFolder(): string {
  const bundled = fileURLToPath(new URL('page/app', import.meta.url));
  return existsSync(bundled) ? bundled : fileURLToPath(new URL('../../dist/page/app', import.meta.url));
}
