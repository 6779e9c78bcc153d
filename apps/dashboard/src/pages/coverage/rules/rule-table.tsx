import { WordMark } from '../../../ui/mark/state-mark.tsx';
import table from '../../../ui/table/table.module.css';
import { counted, numberText } from '../../../words/amounts.ts';
import { wordOfFinding } from '../../../words/tables/finding-words.ts';
import styles from '../panels/panels.module.css';
import type { RuleRow } from './rule-rows.ts';

/** Rules that rows break: how often, what each means, and a button that lists its days. */
export function RuleTable({
  rows,
  chosen,
  onRule,
}: {
  readonly rows: readonly RuleRow[];
  readonly chosen: string | undefined;
  readonly onRule: (rule: string) => void;
}) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">kind</th>
          <th scope="col">rule</th>
          <th scope="col">found</th>
          <th scope="col">meaning</th>
          <th scope="col">what to do</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, severity, findings, found, counts, meaning, advice }) => (
          <tr key={`${severity} ${name}`} className={name === chosen ? table.chosen : undefined}>
            <td data-label="kind">
              <WordMark word={wordOfFinding(severity)} />
            </td>
            <td data-label="rule">
              <button
                type="button"
                className={`${styles.link} ${styles.whole}`}
                data-row=""
                aria-pressed={name === chosen}
                onClick={() => onRule(name)}
              >
                {name}
              </button>
            </td>
            <td data-label="found">
              <span className={styles.whole}>
                {counts}: {numberText(found)}
              </span>{' '}
              <span className={`${styles.quiet} ${styles.whole}`}>in {counted(findings, 'finding')}</span>
            </td>
            <td data-label="meaning">{meaning}</td>
            <td data-label="what to do">{advice}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
