import { type Word, word, wordOf } from './word.ts';

/** Who has to act, as the service names them. */
const FAULT_WORDS: Readonly<Record<string, Word>> = {
  ours: word('ours', 'cross', 'bad', 'Another attempt can bring it.'),
  archive: word(
    "the archive's",
    'gap',
    'warn',
    'Only the archive can bring it; a later collection fetches it then.',
  ),
  time: word('only time', 'clock', 'wait', 'It is not due yet.'),
  none: word('nothing to do', 'dash', 'none', 'The day is held, or was never requested.'),
};

/** How it is shown who has to act. */
export function wordOfFault(fault: string): Word {
  return wordOf(FAULT_WORDS, fault);
}

/** Names that {@link wordOfFault} knows. */
export const KNOWN_FAULTS: readonly string[] = Object.keys(FAULT_WORDS);
