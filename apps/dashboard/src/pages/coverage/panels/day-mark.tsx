import { WordMark } from '../../../ui/mark/state-mark.tsx';
import { DAY_WORDS } from '../../../words/day-words.ts';
import { wordOf } from '../../../words/word.ts';

/** The state of a day by icon, word and colour. */
export function DayMark({ state }: { readonly state: string }) {
  return <WordMark word={wordOf(DAY_WORDS, state)} />;
}
