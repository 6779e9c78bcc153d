import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { counted } from '../../../words/amounts.ts';
import { symbolList, withNames } from '../config/symbol-list.ts';
import { OnlyInJson } from './chips.tsx';
import type { FieldIds } from './field.tsx';
import styles from './form.module.css';

/** Symbols shown one by one; of longer lists the rest is counted. */
const MOST_SHOWN = 60;

/** The symbols: typed one by one, or pasted as a list of any form. */
export function SymbolsField({
  ids,
  symbols,
  onChange,
}: {
  readonly ids: FieldIds;
  readonly symbols: readonly string[] | undefined;
  readonly onChange: (symbols: readonly string[]) => void;
}) {
  const [text, setText] = useState('');
  if (symbols === undefined) return <OnlyInJson label="Symbols" />;
  const add = (typed: string): void => {
    const names = symbolList(typed);
    setText('');
    if (names.length > 0) onChange(withNames(symbols, names));
  };
  return (
    <div className={styles.symbols}>
      <ul className={styles.names} aria-label="Chosen symbols">
        {symbols.slice(0, MOST_SHOWN).map((name) => (
          <li key={name}>
            <Button
              aria-label={`remove ${name}`}
              title={`remove ${name}`}
              onClick={() => onChange(symbols.filter((other) => other !== name))}
            >
              {name} <span aria-hidden="true">×</span>
            </Button>
          </li>
        ))}
        {symbols.length > MOST_SHOWN && <li>and {counted(symbols.length - MOST_SHOWN, 'more', 'more')}</li>}
        {symbols.length > 1 && (
          <li>
            <Button onClick={() => onChange([])}>remove all {symbols.length}</Button>
          </li>
        )}
      </ul>
      <input
        id={ids.id}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.isInvalid || undefined}
        value={text}
        placeholder="ETHUSDT, or paste a list"
        autoCapitalize="characters"
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => {
          // A list is taken as soon as its first name is complete.
          if (/[\s,;]/.test(target.value)) add(target.value);
          else setText(target.value);
        }}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text');
          if (symbolList(pasted).length < 2) return;
          event.preventDefault();
          add(`${text}${pasted}`);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            add(text);
          } else if (event.key === 'Backspace' && text === '') onChange(symbols.slice(0, -1));
        }}
        onBlur={() => add(text)}
      />
    </div>
  );
}
