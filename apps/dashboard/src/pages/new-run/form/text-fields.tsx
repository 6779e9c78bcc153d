import { OnlyInJson } from './chips.tsx';
import type { FieldIds } from './field.tsx';

/** A text, a number or a day. */
export function TextInput({
  ids,
  label,
  value,
  type = 'text',
  placeholder,
  suggestions = [],
  onChange,
}: {
  readonly ids: FieldIds;
  readonly label: string;
  readonly value: string | undefined;
  readonly type?: 'text' | 'number' | 'date';
  readonly placeholder?: string | undefined;
  readonly suggestions?: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  if (value === undefined) return <OnlyInJson label={label} />;
  const list = `${ids.id}list`;
  return (
    <>
      <input
        id={ids.id}
        aria-describedby={ids.describedBy}
        aria-invalid={ids.isInvalid || undefined}
        type={type}
        value={value}
        placeholder={placeholder}
        list={suggestions.length > 0 ? list : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={({ target }) => onChange(target.value)}
      />
      {suggestions.length > 0 && (
        <datalist id={list}>
          {suggestions.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** One of few values; the first option is the default, which is not written into the configuration. */
export function SelectInput({
  ids,
  label,
  value,
  options,
  onChange,
}: {
  readonly ids: FieldIds;
  readonly label: string;
  readonly value: string | undefined;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  if (value === undefined) return <OnlyInJson label={label} />;
  const all = value === '' || options.includes(value) ? options : [...options, value];
  return (
    <select
      id={ids.id}
      aria-describedby={ids.describedBy}
      aria-invalid={ids.isInvalid || undefined}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    >
      <option value="">usual: {options[0]}</option>
      {all.map((name) => (
        <option key={name} value={name}>
          {name}
        </option>
      ))}
    </select>
  );
}
