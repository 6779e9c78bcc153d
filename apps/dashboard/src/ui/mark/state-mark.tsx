import { wordOfFault } from '../../words/fault-words.ts';
import { wordOfState } from '../../words/state-words.ts';
import type { Word } from '../../words/word.ts';
import { Icon } from './icon.tsx';
import styles from './state-mark.module.css';

/** A state by icon, word and colour; what it means on hover. */
export function WordMark({ word: { word, icon, tone, meaning } }: { readonly word: Word }) {
  return (
    <span className={`${styles.mark} ${styles[tone]}`} title={meaning}>
      <Icon name={icon} />
      {word}
    </span>
  );
}

/** The state of a run or task. */
export function StateMark({ state }: { readonly state: string }) {
  return <WordMark word={wordOfState(state)} />;
}

/** Who has to act. */
export function FaultMark({ fault }: { readonly fault: string }) {
  return <WordMark word={wordOfFault(fault)} />;
}
