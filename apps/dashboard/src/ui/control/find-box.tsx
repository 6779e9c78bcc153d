import { useEffect, useId, useRef, useState } from 'react';
import styles from './find-box.module.css';

/** Rest of the typing after which the value is passed on, in milliseconds. */
const REST = 300;

/** A field to filter by, whose value stands in the address: it keeps text and focus while answers come. */
export function FindBox({
  label,
  value,
  onChange,
  isMain = false,
  hint,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Whether the key `/` leads here. */
  readonly isMain?: boolean;
  readonly hint?: string;
}) {
  const id = useId();
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const change = useRef(onChange);
  change.current = onChange;
  useEffect(() => {
    // Changed from outside, such as by the button Back.
    if (value !== sent.current) setText(value);
    sent.current = value;
  }, [value]);
  useEffect(() => {
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      change.current(text);
    }, REST);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <span className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="search"
        value={text}
        placeholder={hint}
        spellCheck={false}
        autoComplete="off"
        data-find={isMain || undefined}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key, currentTarget }) => {
          // Then the keys of the page work again.
          if (key === 'Enter' || key === 'Escape') currentTarget.blur();
        }}
      />
    </span>
  );
}

/** A choice of few values. */
export function Choice({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <span className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(target.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </span>
  );
}
