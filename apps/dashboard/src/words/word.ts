/** What a state means for the reader: nothing to do, work in progress, waiting, a doubt, a fault, or no statement at all. */
export type Tone = 'good' | 'busy' | 'wait' | 'warn' | 'bad' | 'none';

/** Pictures beside words: they differ without colour. */
export type IconName =
  | 'check'
  | 'check-double'
  | 'clock'
  | 'play'
  | 'retry'
  | 'pause'
  | 'stop'
  | 'cross'
  | 'warning'
  | 'question'
  | 'dash'
  | 'slash'
  | 'gap'
  | 'bolt'
  | 'calendar'
  | 'broken'
  | 'gone'
  | 'scales'
  | 'begin'
  | 'end'
  | 'flag';

/** How a state is shown: always by word and icon, never by colour alone. */
export interface Word {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** What it means, as a sentence. */
  readonly meaning: string;
}

/** Makes a {@link Word}. */
export function word(text: string, icon: IconName, tone: Tone, meaning: string): Word {
  return { word: text, icon, tone, meaning };
}

/** The word of a name in a list of words; a name that the list does not have stands for itself. */
export function wordOf(words: Readonly<Record<string, Word>>, name: string): Word {
  return (Object.hasOwn(words, name) ? words[name] : undefined) ?? unknownWord(name);
}

/** How a state of a later version is shown: by its name. */
function unknownWord(state: string): Word {
  return word(state, 'question', 'none', 'This page does not know that state. Reload the page.');
}
