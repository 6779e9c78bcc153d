import { getRouteApi, Link } from '@tanstack/react-router';
import { firstDayOf, lastDayOf, seriesParts } from '@tapehaul/archive';
import { serviceNow } from '../../../../api/service-clock.ts';
import { StateMark, WordMark } from '../../../../ui/mark/state-mark.tsx';
import table from '../../../../ui/table/table.module.css';
import { Time } from '../../../../ui/text/time.tsx';
import { bytesText, counted, numberText } from '../../../../words/amounts.ts';
import { wordOfFinding } from '../../../../words/tables/finding-words.ts';
import { visibleText } from '../../../../words/visible-text.ts';
import styles from '../../run.module.css';
import type { TableMonth } from './table-months-query.ts';

const route = getRouteApi('/runs/$run');

/** Series and months with their state, the rows that were built, what was found in them, and why one failed. */
export function TableMonths({
  rows,
  set,
  chosen,
}: {
  readonly rows: readonly TableMonth[];
  readonly set: string;
  readonly chosen: string | undefined;
}) {
  // Beside an open pane there is room for what differs most; the pane says the rest.
  const isNarrow = chosen !== undefined;
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">state</th>
          <th scope="col">series</th>
          <th scope="col">month</th>
          <th scope="col" className={table.number}>
            rows
          </th>
          {!isNarrow && (
            <>
              <th scope="col" className={table.number}>
                size
              </th>
              <th scope="col" className={table.number}>
                tries
              </th>
            </>
          )}
          <th scope="col">found in the rows</th>
          {!isNarrow && <th scope="col">why, and what to do</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map((month) => (
          <MonthRow
            key={month.id}
            month={month}
            set={set}
            isChosen={month.id === chosen}
            isNarrow={isNarrow}
          />
        ))}
      </tbody>
    </table>
  );
}

function MonthRow({
  month: { id, series, month, state, attempts, partitions, rows, bytes, findings, retry_at, ...error },
  set,
  isChosen,
  isNarrow,
}: {
  readonly month: TableMonth;
  readonly set: string;
  readonly isChosen: boolean;
  readonly isNarrow: boolean;
}) {
  const { market, dataType, symbol, interval } = seriesParts(series);
  return (
    <tr className={isChosen ? table.chosen : undefined}>
      <td data-label="state">
        <StateMark state={state} />
        {retry_at !== null && new Date(retry_at).getTime() > serviceNow() && (
          <>
            {' '}
            again <Time at={retry_at} />
          </>
        )}
      </td>
      <td data-label="series">
        <route.Link
          to="."
          search={(old) => ({ ...old, task: id })}
          resetScroll={false}
          className={styles.whole}
          data-row=""
          title={id}
          aria-current={isChosen ? 'true' : undefined}
        >
          {interval === null ? symbol : `${symbol} ${interval}`}
        </route.Link>{' '}
        <span className={styles.count}>
          {market} {dataType}
        </span>
      </td>
      <td data-label="month">
        <Link
          to="/coverage"
          search={{ set, series, first: firstDayOf(month), last: lastDayOf(month) }}
          className={styles.whole}
          title="Coverage of these days"
        >
          {month}
        </Link>
      </td>
      <td data-label="rows" className={table.number}>
        {numberText(rows)}
      </td>
      {!isNarrow && (
        <>
          <td data-label="size" className={table.number}>
            {bytesText(bytes)}
          </td>
          <td data-label="tries" className={table.number}>
            {numberText(attempts)}
          </td>
        </>
      )}
      <td data-label="found">{partitions > 0 && <Found findings={findings} set={set} series={series} />}</td>
      {!isNarrow && <Why error={error} />}
    </tr>
  );
}

/** Why a month failed, and what to do. */
function Why({
  error: { error_code, error_message, hint },
}: {
  readonly error: Pick<TableMonth, 'error_code' | 'error_message' | 'hint'>;
}) {
  return (
    <td>
      {error_code !== null && (
        <>
          <span className={table.brief} title={visibleText(error_message ?? '')}>
            <code>{error_code}</code> {visibleText(error_message ?? '')}
          </span>
          {hint !== null && <p>{visibleText(hint)}</p>}
        </>
      )}
    </td>
  );
}

/** What is missing or wrong in the rows, each rule with a link to its days; what is only unusual is counted. */
function Found({
  findings,
  set,
  series,
}: Pick<TableMonth, 'findings' | 'series'> & { readonly set: string }) {
  if (findings.length === 0) return <span className={styles.count}>nothing</span>;
  const { market, dataType: type, symbol: symbols, interval } = seriesParts(series);
  const faults = findings.filter(({ severity }) => severity !== 'note');
  const notes = findings.filter(({ severity }) => severity === 'note').map(({ rule }) => rule);
  const which = { set, market, type, symbols, ...(interval === null ? {} : { interval }) };
  return (
    <ul className={styles.found}>
      {faults.map(({ rule, severity, count }) => (
        <li key={`${severity} ${rule}`}>
          <WordMark word={wordOfFinding(severity)} />{' '}
          <Link to="/coverage" search={{ ...which, rule }}>
            {rule}
          </Link>
          : {numberText(count)}
        </li>
      ))}
      {notes.length > 0 && (
        <li className={styles.count} title={notes.join(', ')}>
          {counted(notes.length, 'kind of note', 'kinds of notes')}
        </li>
      )}
    </ul>
  );
}
