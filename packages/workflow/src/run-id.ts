import { grouped, TapehaulError } from '@tapehaul/errors';

/** Candidates that an ambiguous id lists. */
const SHOWN = 8;

/**
 * The id that a person means by what they typed: an id in whole, `latest` for the first of the ids, a beginning that only
 * one id has, or the letters behind its last hyphen. Undefined when none fits. Throws a TapehaulError `run_not_found` that
 * lists the candidates when several do. The ids come newest first.
 */
export function meantRunId(typed: string, ids: Iterable<string>): string | undefined {
  const found: string[] = [];
  if (typed === '') return undefined;
  for (const id of ids) {
    if (id === typed || typed.toLowerCase() === 'latest') return id;
    if (id.startsWith(typed) || id.endsWith(`-${typed}`)) found.push(id);
  }
  const [only, ...others] = found;
  if (others.length === 0) return only;
  const shown = found.slice(0, SHOWN).join(', ');
  const more = found.length > SHOWN ? ` and ${grouped(found.length - SHOWN)} more` : '';
  throw new TapehaulError(
    'run_not_found',
    `${typed} is the beginning of ${grouped(found.length)} runs: ${shown}${more}`,
    {
      facts: { runId: typed, candidates: found.slice(0, SHOWN) },
      hint: 'Type more of the id, or latest for the newest run.',
    },
  );
}
