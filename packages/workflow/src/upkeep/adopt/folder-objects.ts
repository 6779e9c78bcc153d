import { stat } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import { type ArchiveObject, formatKey } from '@tapehaul/archive';
import type { CollectionConfig } from '@tapehaul/config';
import type { DownloadRequest } from '@tapehaul/downloader';
import { objectPath } from '@tapehaul/planner';
import { parsePartitionPath } from '@tapehaul/tables';
import { OWN_FOLDERS } from '../../directory.ts';
import { type FoundFile, walkFolder } from '../walk-folder.ts';
import { type AdoptedFile, leftAlone } from './adopted-file.ts';
import { isSidecarOfNeighbour, reasonByKind, type recogniser } from './recognised-file.ts';

/** Where objects are searched, and where they go. */
export interface FolderOptions {
  /** The folder, and the output directory; both absolute and without links. */
  readonly from: string;
  readonly root: string;
  readonly layout: CollectionConfig['layout'];
  /** Whether files are removed from the folder once they are in place. */
  readonly move: boolean;
  readonly recognise: ReturnType<typeof recogniser>;
  readonly signal: AbortSignal;
}

/** A file of the folder that is an object of the archive. */
interface FolderObject {
  /** Below the folder, with forward slashes. */
  readonly path: string;
  readonly object: ArchiveObject;
}

/** The objects of the archive in a folder, by their keys, as far as it has been walked. */
export class FolderObjects {
  readonly #options: FolderOptions;
  readonly #objects = new Map<string, FolderObject>();
  #leftAlone: AdoptedFile[] = [];

  constructor(options: FolderOptions) {
    this.#options = options;
  }

  /** Walks the folder, and requests each object once. */
  async *requests(): AsyncGenerator<DownloadRequest> {
    const { recognise, layout } = this.#options;
    for await (const file of this.#files()) {
      const { path } = file;
      // Tables of another output directory, or of this one, are nothing to adopt: they are built from what is.
      if (await this.#isFollowed(file)) continue;
      if (isSidecarOfNeighbour(file) || parsePartitionPath(path) !== undefined) continue;
      const object = reasonByKind(file) ?? recognise(path);
      if (typeof object === 'string') {
        this.#leftAlone.push(leftAlone(path, object));
        continue;
      }
      const [key, place] = [formatKey(object), objectPath(object, layout)];
      const known = this.#objects.get(key);
      if (known === undefined) {
        this.#objects.set(key, { path, object });
        yield { key, path: place };
      } else {
        const isPlaced = this.#isOutput && (path === place || known.path === place);
        this.#leftAlone.push(leftAlone(path, isPlaced ? 'second_copy' : 'duplicate', key));
      }
    }
  }

  /** The file that is an object; undefined for a key that the folder does not have. */
  find(key: string): FolderObject | undefined {
    return this.#objects.get(key);
  }

  /** Absolute path of the file that is an object; undefined for a key that the folder does not have. */
  readonly pathOf = (key: string): string | undefined => {
    const path = this.#objects.get(key)?.path;
    return path === undefined ? undefined : join(this.#options.from, path);
  };

  /** Files that are not taken and were not given before. */
  takeLeftAlone(): AdoptedFile[] {
    const files = this.#leftAlone;
    this.#leftAlone = [];
    return files;
  }

  /** Whether the folder is the output directory itself. */
  get #isOutput(): boolean {
    return this.#options.from === this.#options.root;
  }

  /**
   * Whether links to folders are followed: in the output directory, as a collection follows them. Not where files are moved:
   * what a link leads to may be somebody else's.
   */
  get #follows(): boolean {
    return this.#isOutput && !this.#options.move;
  }

  async #isFollowed({ kind, path }: FoundFile): Promise<boolean> {
    if (!this.#follows || kind !== 'link') return false;
    const found = await stat(join(this.#options.from, path)).catch(() => undefined);
    return found?.isDirectory() === true;
  }

  /** Files below the folder; none of tapehaul's own folders, and none of the output directory, unless that is the folder itself. */
  #files(): AsyncGenerator<FoundFile> {
    const { from, root, signal } = this.#options;
    const isWithin = from === root || from.startsWith(root + sep);
    const skips = (folder: string): boolean =>
      OWN_FOLDERS.has(basename(folder)) || (!isWithin && folder === root);
    return walkFolder(from, skips, signal, { follows: this.#follows });
  }
}
