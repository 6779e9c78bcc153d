import { isDayState } from '@tapehaul/coverage';
import { WordMark } from '../../../ui/mark/state-mark.tsx';
import { DAY_WORDS } from '../../../words/day-words.ts';
import { unknownWord } from '../../../words/word.ts';

/** The state of a day by icon, word and colour. */
export function DayMark({ state }: { readonly state: string }) {
  return <WordMark word={isDayState(state) ? DAY_WORDS[state] : unknownWord(state)} />;
}
