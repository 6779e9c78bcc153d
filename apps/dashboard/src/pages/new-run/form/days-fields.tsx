import type { DayKey, FieldKey } from '../config/form-fields.ts';
import { Field, type FieldNotes } from './field.tsx';
import styles from './form.module.css';
import { TextInput } from './text-fields.tsx';

/** The first and the last day, which may be the newest one that is published. */
export function DaysFields({
  days,
  notes,
  onDay,
}: {
  readonly days: Readonly<Record<DayKey, string | undefined>>;
  readonly notes: (...keys: FieldKey[]) => FieldNotes;
  readonly onDay: (key: DayKey, value: string) => void;
}) {
  const isLatest = days.end === 'latest';
  return (
    <div className={styles.days}>
      <Field label="First day (UTC)" {...notes('start')}>
        {(ids) => (
          <TextInput
            ids={ids}
            label="First day"
            type="date"
            value={days.start}
            onChange={(day) => onDay('start', day)}
          />
        )}
      </Field>
      <label className={styles.chip}>
        <input
          type="checkbox"
          checked={isLatest}
          onChange={({ target }) => onDay('end', target.checked ? 'latest' : '')}
        />
        up to the newest day
      </label>
      {!isLatest && (
        <Field label="Last day (UTC, included)" {...notes('end')}>
          {(ids) => (
            <TextInput
              ids={ids}
              label="Last day"
              type="date"
              value={days.end}
              onChange={(day) => onDay('end', day)}
            />
          )}
        </Field>
      )}
    </div>
  );
}
