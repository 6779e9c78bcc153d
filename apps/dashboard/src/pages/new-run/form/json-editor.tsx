import { useId } from 'react';
import { CopyButton } from '../../../ui/control/copy-button.tsx';
import { Panel } from '../../../ui/note/notes.tsx';
import type { Draft } from '../config/draft.ts';
import { fieldOf } from '../config/form-fields.ts';
import type { CheckAnswer, Problem } from '../read/queries.ts';
import { ProblemList } from './field.tsx';
import styles from './form.module.css';

/** The configuration as JSON, which may be edited as well as the form; with the problems that no field shows. */
export function JsonEditor({
  draft: { text, fault },
  check,
  onText,
  onSuggestion,
}: {
  readonly draft: Draft;
  readonly check: CheckAnswer | undefined;
  readonly onText: (text: string) => void;
  readonly onSuggestion: (problem: Problem) => void;
}) {
  const id = useId();
  const elsewhere = (all: readonly Problem[] = []) => all.filter(({ path }) => fieldOf(path) === undefined);
  return (
    <Panel title="Configuration" aside={<CopyButton text={text} what="JSON" />}>
      <label htmlFor={id} className={styles.hint}>
        JSON: change it here or in the form.
      </label>
      <textarea
        id={id}
        className={styles.json}
        value={text}
        rows={Math.min(28, Math.max(10, text.split('\n').length + 1))}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={fault !== undefined || undefined}
        aria-describedby={`${id}about`}
        onChange={({ target }) => onText(target.value)}
      />
      <div id={`${id}about`} aria-live="polite">
        {fault !== undefined && <p className={styles.problem}>{fault}</p>}
        <ProblemList problems={elsewhere(check?.problems)} kind="problem" onSuggestion={onSuggestion} />
        <ProblemList problems={elsewhere(check?.warnings)} kind="warning" onSuggestion={onSuggestion} />
      </div>
    </Panel>
  );
}
