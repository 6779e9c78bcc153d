import { useState } from 'react';
import { Button } from '../../../ui/control/button.tsx';
import { WordMark } from '../../../ui/mark/state-mark.tsx';
import { Panel } from '../../../ui/note/notes.tsx';
import table from '../../../ui/table/table.module.css';
import { numberText } from '../../../words/amounts.ts';
import { wordOfFinding } from '../../../words/tables/finding-words.ts';
import type { FindingSpan, SeriesFindings } from '../grid/flaws.ts';
import { SpanCells } from './span-cells.tsx';

/** How many more spans are shown at a time. */
const STEP = 50;

/** The held days of the map whose rows are missing or wrong, in words; nothing where there are none. */
export function FlawsTable({
  found,
  onExplain,
}: {
  readonly found: readonly SeriesFindings[];
  readonly onExplain: (series: string, span: FindingSpan) => void;
}) {
  const [shown, setShown] = useState(STEP);
  const rows = found.flatMap(({ series, spans }) => spans.map((span) => ({ series, span })));
  if (rows.length === 0) return null;
  return (
    <Panel title="Held days whose rows are missing or wrong">
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">series</th>
            <th scope="col">days (UTC)</th>
            <th scope="col" className={table.number}>
              count
            </th>
            <th scope="col">worst finding</th>
            <th scope="col">rule</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map(({ series, span }) => (
            <FlawRow
              key={`${series} ${span.first}`}
              series={series}
              span={span}
              onExplain={() => onExplain(series, span)}
            />
          ))}
        </tbody>
      </table>
      {rows.length > shown && (
        <p>
          <Button onClick={() => setShown(shown + STEP)}>
            Show more of {numberText(rows.length - shown)} others
          </Button>
        </p>
      )}
    </Panel>
  );
}

function FlawRow({
  series,
  span: { first, last, days, severity, rule },
  onExplain,
}: {
  readonly series: string;
  readonly span: FindingSpan;
  readonly onExplain: () => void;
}) {
  return (
    <tr>
      <SpanCells {...{ series, first, last, days, onExplain }} />
      <td data-label="worst finding">
        <WordMark word={wordOfFinding(severity)} />
      </td>
      <td data-label="rule">
        <code>{rule}</code>
      </td>
    </tr>
  );
}
