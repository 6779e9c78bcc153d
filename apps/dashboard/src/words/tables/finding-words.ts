import { type Word, word, wordOf } from '../word.ts';

/** How severe what was found in rows is, as the service names it. */
const FINDING_WORDS: Readonly<Record<string, Word>> = {
  error: word('rows wrong', 'broken', 'bad', 'Rows of the day are wrong.'),
  gap: word('rows missing', 'gap', 'warn', 'The day is held, and rows of it are missing.'),
  note: word('note', 'flag', 'none', 'Unusual, and no reason to do anything.'),
};

/** How it is shown how severe a finding is. */
export function wordOfFinding(severity: string): Word {
  return wordOf(FINDING_WORDS, severity);
}

/** Names that {@link wordOfFinding} knows, the worst first. */
export const KNOWN_FINDINGS: readonly string[] = Object.keys(FINDING_WORDS);
