import type { TableFields, TableKey } from '../config/table-fields.ts';
import { OnlyInJson } from './chips.tsx';
import { Field, type FieldNotes, Notes } from './field.tsx';
import styles from './form.module.css';
import { SelectInput } from './text-fields.tsx';

/** Whether query-ready tables are built of what is collected, and how. */
export function TablesField({
  tables,
  notes,
  onChange,
}: {
  readonly tables: TableFields | undefined;
  readonly notes: (key: TableKey) => FieldNotes;
  readonly onChange: (key: TableKey, value: string) => void;
}) {
  if (tables === undefined) return <OnlyInJson label="Tables" />;
  return (
    <fieldset className={styles.chips}>
      <legend>Tables</legend>
      <label className={styles.chip}>
        <input
          type="checkbox"
          checked={tables.isOn}
          onChange={({ target }) => onChange('tables', target.checked ? 'yes' : '')}
        />
        Build tables
      </label>
      <p className={styles.wide}>
        Parquet files with checked rows, for DuckDB, polars and pandas; built once the files are in place.
      </p>
      <Notes {...notes('tables')} />
      {tables.isOn && (
        <div className={`${styles.how} ${styles.wideFields}`}>
          {SELECTS.map(([key, label, hint, options]) => (
            <Field key={key} label={label} hint={hint} {...notes(key)}>
              {(ids) => (
                <SelectInput
                  ids={ids}
                  label={label}
                  value={tables[key]}
                  options={options}
                  onChange={(value) => onChange(key, value)}
                />
              )}
            </Field>
          ))}
        </div>
      )}
    </fieldset>
  );
}

const SELECTS = [
  [
    'numbers',
    'Numbers',
    'double: what most programs read; decimal: every digit as in the file.',
    ['double', 'decimal'],
  ],
  [
    'repair',
    'Where a month and its days differ',
    'days: the better source of each day; rows: also the rows of both, where they have ids; off: the month as it is.',
    ['days', 'rows', 'off'],
  ],
] as const;
