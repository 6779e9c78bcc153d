import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file that s5cmd has written, whole or in part. */
export interface PartFile {
  readonly path: string;
  /** Number of the line that it belongs to. */
  readonly line: number;
}

/**
 * The files that one s5cmd process writes: `s5cmd-PROCESS-LINE.part`, and with digits appended while it does.
 * The names are the engine's own, not the caller's, so that a line which was given up and comes late can never
 * meet a file that another program has since put at the caller's path. They are short and plain, whatever the
 * caller's are, and show in every message which line is meant.
 */
export class PartFiles {
  readonly #prefix = `s5cmd-${randomBytes(4).toString('hex')}-`;
  readonly #atEnd = new RegExp(`${this.#prefix}(\\d+)\\.part$`);
  readonly #written = new RegExp(`^${this.#prefix}(\\d+)\\.part\\d*$`);

  /** The file name for a line. */
  nameOf(line: number): string {
    return `${this.#prefix}${line}.part`;
  }

  /** The line whose file a destination or a command ends with. */
  lineIn(text: string): number | undefined {
    return numberFrom(this.#atEnd.exec(text));
  }

  /** What this process has written in some directories; those that cannot be read hold nothing. */
  async in(directories: Iterable<string>): Promise<PartFile[]> {
    const files: PartFile[] = [];
    for (const directory of directories) {
      for (const name of await readdir(directory).catch(() => [])) {
        const line = numberFrom(this.#written.exec(name));
        if (line !== undefined) files.push({ path: join(directory, name), line });
      }
    }
    return files;
  }
}

function numberFrom(match: RegExpExecArray | null): number | undefined {
  return match === null ? undefined : Number(match[1]);
}
