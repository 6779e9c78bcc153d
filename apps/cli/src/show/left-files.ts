import { counted, visible } from '@tapehaul/errors';

/** Lines that are shown of one list of files: what a terminal shows without scrolling, with the summary below. */
const MOST_LINES = 16;
/** Groups that are kept; files beyond them are only counted. */
const MOST_GROUPS = 10_000;

/** Files of one directory that share a label and a reason. */
interface Group {
  readonly label: string;
  readonly directory: string;
  reason: string;
  files: number;
  first: string;
  last: string;
  /** Whether the reasons of its files differ, so that one of them stands for all. */
  isMixed: boolean;
}

/**
 * Gathers files by what is said of them and by directory: `unknown    sub/: 12 files, a.zip … l.zip: not a zip`. Its memory
 * is bounded, however many files there are.
 */
export class LeftFiles {
  readonly #groups = new Map<string, Group>();
  #files = 0;

  /**
   * Adds a file by its path with forward slashes. Files of one `kind`, such as an error code, become one line, with the
   * reason of the first by name, which is an example where reasons differ.
   */
  add(label: string, path: string, kind: string, reason: string): void {
    this.#files += 1;
    const at = path.lastIndexOf('/') + 1;
    const [directory, name] = [path.slice(0, at), path.slice(at)];
    const id = `${label}\n${kind}\n${directory}`;
    const group = this.#groups.get(id);
    if (group !== undefined) {
      group.files += 1;
      group.isMixed ||= reason !== group.reason;
      if (name < group.first) Object.assign(group, { first: name, reason });
      if (name > group.last) group.last = name;
    } else if (this.#groups.size < MOST_GROUPS) {
      this.#groups.set(id, { label, directory, reason, files: 1, first: name, last: name, isMixed: false });
    }
  }

  /** The groups as sorted lines, at most a screenful; the last one counts the files that are not shown. */
  lines(): string[] {
    const groups = [...this.#groups.values()].toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
    const shown = groups.slice(0, MOST_LINES);
    const more = this.#files - shown.reduce((sum, { files }) => sum + files, 0);
    const rest = more === 0 ? [] : [`and ${counted(more, 'file')} more, see --json`];
    return [...shown.map(lineOf), ...rest];
  }
}

function placeOf({ label, directory, reason, first }: Group): string {
  return [label, directory, reason, first].join('\0');
}

function lineOf({ label, directory, reason, files, first, last, isMixed }: Group): string {
  const place =
    files === 1
      ? visible(`${directory}${first}`)
      : `${visible(directory || './')}: ${counted(files, 'file')}, ${visible(first)} … ${visible(last)}`;
  const example = isMixed ? 'e.g. ' : '';
  return `${label} ${place}${reason === '' ? '' : `: ${example}${reason}`}`;
}
