/** Holders in a row that may lose a batch without one outcome. What is left of it then is not worked on again. */
export const MOST_LOSSES = 5;

/** The part of the files left that a turn has at most: what is lost with it. */
const LARGEST_PART = 1 / 4;

/**
 * The files of a batch in turns: a turn begins once the outcomes of the one before are stored. Where two holders in a row have lost the batch, and
 * none of its files had an outcome in between, one of them may end each process that fetches it: it begins at another file after each loss, with one
 * file, then up to twice as many each time. So one file does not take the others of its batch along. Otherwise all files are one turn.
 */
export function turnsOf<File>(files: readonly File[], losses: number): (readonly File[])[] {
  if (losses < 2) return [files];
  const first = Math.floor((files.length * (losses - 1)) / (MOST_LOSSES - 1));
  const left = [...files.slice(first), ...files.slice(0, first)];
  const turns: File[][] = [];
  for (let size = 1; left.length > 0; size *= 2) {
    size = Math.min(size, Math.ceil(left.length * LARGEST_PART));
    turns.push(left.splice(0, size));
  }
  return turns;
}
