/** Longest text for which a candidate is searched, in characters: no typing mistake is longer, and comparing takes time. */
const LONGEST = 200;

/**
 * The candidate closest to what was written, compared without regard to case and separators: the one that
 * differs in at most a third of its letters, else the only one that contains the text; else nothing, for example for a text of
 * more than 200 characters.
 */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  return nearestOf(written, candidates)[0];
}

/**
 * The candidates that {@link nearest} chooses from: the closest one, with others that are as close and contain the whole
 * text too, such as `futures_um` and `futures_cm` for `futures`.
 */
function nearestOf(written: string, candidates: Iterable<string>): readonly string[] {
  if (written.length > LONGEST) return [];
  const wanted = fold(written);
  const all = [...candidates];
  let best: { candidate: string; distance: number } | undefined;
  const ties: string[] = [];
  for (const candidate of all) {
    const folded = fold(candidate);
    // Texts differ by at least what one is longer than the other.
    const least = Math.abs(wanted.length - folded.length);
    if (best !== undefined && least > best.distance) continue;
    const distance = editDistance(wanted, folded);
    if (best === undefined || distance < best.distance) {
      best = { candidate, distance };
      ties.length = 0;
    } else if (distance === best.distance && folded.includes(wanted)) ties.push(candidate);
  }
  if (best === undefined) return [];
  const tolerated = Math.max(1, Math.floor(Math.max(wanted.length, fold(best.candidate).length) / 3));
  if (best.distance <= tolerated) {
    return fold(best.candidate).includes(wanted) ? [best.candidate, ...ties] : [best.candidate];
  }
  // Two letters are a part of too much: they count as a word of their own alone, such as `um` of `futures_um`.
  const isPart = (candidate: string): boolean =>
    wanted.length > 2
      ? fold(candidate).includes(wanted)
      : wanted.length > 1 &&
        candidate
          .toLowerCase()
          .split(/[-_\s]/)
          .includes(wanted);
  const containing = all.filter(isPart);
  return containing.length === 1 ? containing : [];
}

/** What {@link nearest} suggests, in words: one name, or a few that are as close, such as `futures_um or futures_cm`. */
export function likelyMeant(written: string, candidates: Iterable<string>): string | undefined {
  const likely = nearestOf(written, candidates);
  return likely.length === 0 ? undefined : likely.join(' or ');
}

function fold(text: string): string {
  return text.toLowerCase().replace(/[-_\s]/g, '');
}

/** Letters to insert, remove, replace or swap with the next one, row by row. */
function editDistance(a: string, b: string): number {
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let line = 1; line <= a.length; line++) {
    const next = [line];
    for (let column = 1; column <= b.length; column++) {
      const replace = (row[column - 1] ?? 0) + (a[line - 1] === b[column - 1] ? 0 : 1);
      const insert = (next[column - 1] ?? 0) + 1;
      const remove = (row[column] ?? 0) + 1;
      const isSwap = a[line - 1] === b[column - 2] && a[line - 2] === b[column - 1];
      const swap = isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min(replace, insert, remove, swap));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}
