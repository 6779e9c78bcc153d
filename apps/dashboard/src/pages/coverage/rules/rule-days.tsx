import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from '../../../ui/control/button.tsx';
import { Empty, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import table from '../../../ui/table/table.module.css';
import { Time } from '../../../ui/text/time.tsx';
import { numberText } from '../../../words/amounts.ts';
import { visibleText } from '../../../words/visible-text.ts';
import styles from '../panels/panels.module.css';
import { SeriesCell } from '../panels/span-cells.tsx';
import type { CoverageSearch } from '../view/search.ts';
import { type RowFinding, ruleFindingsQuery } from './queries.ts';

/** The days on which a rule found something, by series. */
export function RuleDays({
  search,
  rule,
  onExplain,
  onClose,
}: {
  readonly search: CoverageSearch;
  readonly rule: string;
  readonly onExplain: (series: string, day: string) => void;
  readonly onClose: () => void;
}) {
  const findings = useInfiniteQuery(ruleFindingsQuery(search, rule));
  const rows = findings.data?.pages.flatMap((page) => page.rows);
  return (
    <section aria-label={`Days of the rule ${rule}`}>
      <h3 className={styles.actions}>
        <span>
          Days of the rule <code>{visibleText(rule)}</code>
        </span>
        <Button onClick={onClose}>Close</Button>
      </h3>
      {findings.isError && <ProblemNote error={findings.error} onRetry={() => void findings.refetch()} />}
      {rows === undefined && !findings.isError && <Skeleton lines={4} />}
      {rows?.length === 0 && <Empty>This rule found nothing in the series and days of the filters.</Empty>}
      {rows !== undefined && rows.length > 0 && (
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">series</th>
              <th scope="col">day (UTC)</th>
              <th scope="col">found</th>
              <th scope="col">from … to</th>
              <th scope="col">sample</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((finding, place) => (
              <FindingRow key={place} finding={finding} onExplain={onExplain} />
            ))}
          </tbody>
        </table>
      )}
      {findings.hasNextPage && (
        <p>
          <Button
            reason={findings.isFetchingNextPage ? 'loading' : undefined}
            onClick={() => void findings.fetchNextPage()}
          >
            Show more days
          </Button>
        </p>
      )}
    </section>
  );
}

function FindingRow({
  finding: { series, day, count, counts, from, to, sample },
  onExplain,
}: {
  readonly finding: RowFinding;
  readonly onExplain: (series: string, day: string) => void;
}) {
  return (
    <tr>
      <SeriesCell series={series} onExplain={() => onExplain(series, day)} />
      <td data-label="day">
        <span className={styles.whole}>{day}</span>
      </td>
      <td data-label="found">
        <span className={styles.whole}>
          {counts}: {numberText(count)}
        </span>
      </td>
      <td data-label="from … to">
        {from !== null && <Time at={from} />}
        {to !== null && to !== from && (
          <>
            {' … '}
            <Time at={to} />
          </>
        )}
      </td>
      <td data-label="sample">{sample !== null && <code>{visibleText(sample)}</code>}</td>
    </tr>
  );
}
