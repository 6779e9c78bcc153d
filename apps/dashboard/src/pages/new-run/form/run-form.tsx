import { useQuery } from '@tanstack/react-query';
import { outputsQuery } from '../../../api/queries.ts';
import { Panel } from '../../../ui/note/notes.tsx';
import { choicesOf } from '../config/choices.ts';
import type { Draft, DraftChange } from '../config/draft.ts';
import { type FieldKey, fieldOf, formFields } from '../config/form-fields.ts';
import { type CheckAnswer, matrixQuery, type Problem } from '../read/queries.ts';
import { Chips } from './chips.tsx';
import { DaysFields } from './days-fields.tsx';
import { Field, type FieldNotes, Notes } from './field.tsx';
import styles from './form.module.css';
import { SymbolsField } from './symbols-field.tsx';
import { TablesField } from './tables-field.tsx';
import { SelectInput, TextInput } from './text-fields.tsx';

/** The keys that matter as a form. What stands in the JSON and in no field stays as it is. */
export function RunForm({
  draft: { config, fault },
  check,
  onChange,
}: {
  readonly draft: Draft;
  readonly check: CheckAnswer | undefined;
  readonly onChange: (change: DraftChange) => void;
}) {
  const matrix = useQuery(matrixQuery);
  const outputs = useQuery(outputsQuery);
  const { lists, texts, numbers, days, tables } = formFields(config);
  const choices = choicesOf(matrix.data ?? [], lists.markets ?? [], lists.data_types ?? []);
  const set = (key: FieldKey) => (value: string | readonly string[]) =>
    onChange({ kind: 'field', key, value });
  const notes = (...keys: FieldKey[]): FieldNotes => {
    const of = (all: readonly Problem[] = []) =>
      all.filter(({ path }) => keys.some((key) => fieldOf(path) === key));
    return {
      problems: of(check?.problems),
      warnings: of(check?.warnings),
      onSuggestion: ({ path, suggestion = '' }) => onChange({ kind: 'suggestion', path, suggestion }),
    };
  };
  const plain = (names: readonly string[]) => names.map((name) => ({ name, note: undefined }));
  const { problems: ofHow } = notes(...[...SELECTS, ...NUMBERS].map(([key]) => key));
  return (
    <fieldset className={styles.form} disabled={fault !== undefined}>
      <legend className={styles.spoken}>Collection</legend>
      {fault !== undefined && <p className={styles.hint}>The form waits until the JSON can be read.</p>}
      <Panel title="1 What">
        <Chips
          label="Markets"
          choices={plain(choices.markets)}
          chosen={lists.markets}
          onChange={set('markets')}
        />
        <Notes {...notes('markets')} />
        <Chips
          label="Data types"
          choices={choices.dataTypes}
          chosen={lists.data_types}
          onChange={set('data_types')}
        />
        <Notes {...notes('data_types')} />
        {(choices.hasIntervals || (lists.intervals ?? ['']).length > 0) && (
          <>
            <Chips
              label="Intervals (none: all of them)"
              choices={choices.intervals}
              chosen={lists.intervals}
              onChange={set('intervals')}
            />
            <Notes {...notes('intervals')} />
          </>
        )}
        <Field
          label="Symbols"
          hint="Names of the archive, such as BTCUSDT, or patterns such as *USDT. Enter adds one."
          {...notes('symbols', 'exclude_symbols')}
        >
          {(ids) => <SymbolsField ids={ids} symbols={lists.symbols} onChange={set('symbols')} />}
        </Field>
        <DaysFields days={days} notes={notes} onDay={(key, value) => set(key)(value)} />
      </Panel>
      <Panel title="2 Where and how">
        <Field
          label="Set (output directory)"
          hint="A folder of this service. A name that exists continues that set; what it holds is not fetched again."
          {...notes('output_directory')}
        >
          {(ids) => (
            <TextInput
              ids={ids}
              label="Set"
              value={texts.output_directory}
              placeholder="collection"
              suggestions={(outputs.data ?? []).map(({ name }) => name)}
              onChange={set('output_directory')}
            />
          )}
        </Field>
        <TablesField tables={tables} notes={notes} onChange={(key, value) => set(key)(value)} />
        <details open={ofHow.length > 0 || undefined}>
          <summary>Engine, limits and proof</summary>
          <div className={styles.how}>
            {SELECTS.map(([key, label, options]) => (
              <Field key={key} label={label} {...notes(key)}>
                {(ids) => (
                  <SelectInput
                    ids={ids}
                    label={label}
                    value={texts[key]}
                    options={options}
                    onChange={set(key)}
                  />
                )}
              </Field>
            ))}
            {NUMBERS.map(([key, label, placeholder]) => (
              <Field key={key} label={label} {...notes(key)}>
                {(ids) => (
                  <TextInput
                    ids={ids}
                    label={label}
                    type="number"
                    value={numbers[key]}
                    placeholder={placeholder}
                    onChange={set(key)}
                  />
                )}
              </Field>
            ))}
          </div>
        </details>
      </Panel>
    </fieldset>
  );
}

const SELECTS = [
  ['planning', 'Planned by', ['auto', 'matrix', 'listing']],
  ['partition', 'Days or months', ['auto', 'daily', 'monthly']],
  ['engine', 'Engine', ['auto', 's5cmd', 's3']],
  ['proof', 'Proof', ['auto', 'published', 'deep', 'none']],
] as const;

const NUMBERS = [
  ['max_parallel_downloads', 'Parallel downloads', '4'],
  ['max_bytes_per_second', 'Most bytes a second', 'no limit'],
] as const;
