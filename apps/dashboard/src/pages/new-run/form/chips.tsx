import { useId } from 'react';
import { meaningOf } from '../../../words/archive-words.ts';
import type { Choice } from '../config/choices.ts';
import styles from './form.module.css';

/** Choices of which any number may be chosen; undefined where the configuration says it in a way that only the JSON shows. */
export function Chips({
  label,
  choices,
  chosen,
  onChange,
}: {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: readonly string[] | undefined;
  readonly onChange: (chosen: readonly string[]) => void;
}) {
  const id = useId();
  if (chosen === undefined) return <OnlyInJson label={label} />;
  const unknown = chosen.filter((name) => !choices.some((choice) => choice.name === name));
  const all: readonly Choice[] = [...choices, ...unknown.map((name) => ({ name, note: 'not known here' }))];
  // What brings nothing with the other choices stays behind a button, unless it is chosen.
  const isAside = ({ name, isUseless }: Choice): boolean => isUseless === true && !chosen.includes(name);
  const aside = all.filter(isAside);
  const chip = ({ name, note }: Choice) => {
    const text = note ?? meaningOf(name);
    return (
      <label key={name} className={styles.chip} title={text} data-muted={note !== undefined || undefined}>
        <input
          type="checkbox"
          checked={chosen.includes(name)}
          aria-describedby={text === undefined ? undefined : `${id}${name}`}
          onChange={({ target }) =>
            onChange(target.checked ? [...chosen, name] : chosen.filter((other) => other !== name))
          }
        />
        {name}
        {text !== undefined && (
          <span id={`${id}${name}`} className={styles.note}>
            {text}
          </span>
        )}
      </label>
    );
  };
  return (
    <fieldset className={styles.chips}>
      <legend>{label}</legend>
      {all.filter((choice) => !isAside(choice)).map(chip)}
      {aside.length > 0 && (
        <details className={styles.aside}>
          <summary>
            {aside.length} more, {distinctNotes(aside)}
          </summary>
          <div className={styles.names}>{aside.map(chip)}</div>
        </details>
      )}
    </fieldset>
  );
}

/** Stands in the place of a field whose value only the JSON shows. */
export function OnlyInJson({ label }: { readonly label: string }) {
  return <p className={styles.hint}>{label}: written in a way that only the JSON shows. Change it there.</p>;
}

function distinctNotes(choices: readonly Choice[]): string {
  return [...new Set(choices.map(({ note = '' }) => note))].join('; ');
}
