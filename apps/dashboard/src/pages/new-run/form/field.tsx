import { type ReactNode, useId } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { Icon } from '../../../ui/mark/icon.tsx';
import type { Problem } from '../read/queries.ts';
import styles from './form.module.css';

/** What a field says below itself, and how its input refers to that. */
export interface FieldIds {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly isInvalid: boolean;
}

/** A field with its label, and with what is wrong with it. */
export function Field({
  label,
  hint,
  problems,
  warnings,
  onSuggestion,
  children,
}: FieldNotes & {
  readonly label: string;
  readonly hint?: string;
  readonly children: (ids: FieldIds) => ReactNode;
}) {
  const id = useId();
  const about = `${id}about`;
  const hasNotes = problems.length + warnings.length > 0 || hint !== undefined;
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: hasNotes ? about : undefined, isInvalid: problems.length > 0 })}
      <div id={about} className={styles.notes}>
        {hint !== undefined && <p className={styles.hint}>{hint}</p>}
        <Notes problems={problems} warnings={warnings} onSuggestion={onSuggestion} />
      </div>
    </div>
  );
}

/** What was found about a field. */
export interface FieldNotes {
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  readonly onSuggestion: (problem: Problem) => void;
}

/** What is wrong with a field, and what to know of it. */
export function Notes({ problems, warnings, onSuggestion }: FieldNotes) {
  return (
    <>
      <ProblemList problems={problems} kind="problem" onSuggestion={onSuggestion} />
      <ProblemList problems={warnings} kind="warning" onSuggestion={onSuggestion} />
    </>
  );
}

/** Problems or warnings, each with a button that takes its suggestion. */
export function ProblemList({
  problems,
  kind,
  onSuggestion,
}: {
  readonly problems: readonly Problem[];
  readonly kind: 'problem' | 'warning';
  readonly onSuggestion: (problem: Problem) => void;
}) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles[kind]}>
      {problems.map((problem) => (
        <li key={`${problem.path} ${problem.message}`}>
          <Icon name={kind === 'problem' ? 'cross' : 'warning'} />
          <span>
            <code>{problem.path}</code>: {problem.message}
          </span>
          {problem.suggestion !== undefined && (
            <Button onClick={() => onSuggestion(problem)}>Use {problem.suggestion}</Button>
          )}
        </li>
      ))}
    </ul>
  );
}
