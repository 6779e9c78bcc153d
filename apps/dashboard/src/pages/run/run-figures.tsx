import type { RunDetails } from '../../api/shapes.ts';
import { Meter } from '../../ui/mark/meter.tsx';
import { bytesText, numberText, rateText } from '../../words/amounts.ts';
import { sumsOf } from '../../words/runs.ts';
import { isOver } from '../../words/state-words.ts';
import { monthsOf } from '../../words/tables/table-sentence.ts';
import { rangeText } from '../../words/times.ts';
import styles from './run.module.css';

/** The figures of a run: files by how they ended, bytes, and what is left. */
export function RunFigures({ run }: { readonly run: RunDetails }) {
  const { state, files, settled_files: settled, progress, tables } = run;
  const settledFiles = settled ?? 0;
  const { total, inPlace, failed, absent, disputed, ended, left, bytes } = sumsOf(files);
  // Once all files have ended, their rates say nothing of the tables.
  const areBuilt = !isOver(state) && left === 0 && tables != null && tables.months_left !== null;
  return (
    <section className={styles.figures} aria-label="Figures">
      {!isOver(state) && !areBuilt && (
        <Meter label="files ended" part={ended} whole={total} failed={failed} />
      )}
      {areBuilt && <TablesMeter tables={tables} />}
      <dl>
        <Figure name="files" value={numberText(total + settledFiles)} />
        <Figure name="in place" value={numberText(inPlace + settledFiles)} />
        {settledFiles > 0 && <Figure name="settled before" value={numberText(settledFiles)} />}
        {absent > 0 && <Figure name="not in the archive" value={numberText(absent)} />}
        {disputed > 0 && <Figure name="disputed" value={numberText(disputed)} />}
        <Figure name="failed" value={numberText(failed)} isBad={failed > 0} />
        {left > 0 && <Figure name="left" value={numberText(left)} />}
        {(settledFiles === 0 || bytes > 0) && (
          <Figure
            name={settledFiles > 0 ? 'size without settled files' : 'size in place'}
            value={bytesText(bytes)}
          />
        )}
        {tables != null && <TableFigures tables={tables} />}
        {progress != null && !areBuilt && (
          <>
            {progress.bytes_left !== null && progress.bytes_left > 0 && (
              <Figure
                name="bytes left"
                value={`${progress.bytes_left_is_estimate ? '≈ ' : ''}${bytesText(progress.bytes_left)}`}
              />
            )}
            {progress.rate_bytes !== null && <Figure name="rate" value={rateText(progress.rate_bytes)} />}
            {progress.transferring !== null && (
              <Figure name="in transfer" value={numberText(progress.transferring)} />
            )}
            {progress.eta_p50_seconds !== null && (
              <Figure
                name="to go"
                value={rangeText(
                  progress.eta_p50_seconds,
                  progress.eta_p90_seconds ?? progress.eta_p50_seconds,
                )}
              />
            )}
          </>
        )}
      </dl>
    </section>
  );
}

type Tables = NonNullable<RunDetails['tables']>;

/** How far the build of tables is. */
function TablesMeter({ tables }: { readonly tables: Tables }) {
  const { ended, failed, left } = monthsOf(tables);
  return <Meter label="tables built" part={ended} whole={ended + (left ?? 0)} failed={failed} />;
}

/** What was built of tables. */
function TableFigures({ tables }: { readonly tables: Tables }) {
  const { rows, bytes, partitions } = tables;
  const { failed, left } = monthsOf(tables);
  return (
    <>
      {rows !== null && <Figure name="rows in tables" value={numberText(rows)} />}
      {partitions !== null && <Figure name="table files" value={numberText(partitions)} />}
      {bytes !== null && <Figure name="size of tables" value={bytesText(bytes)} />}
      {failed > 0 && <Figure name="months of tables failed" value={numberText(failed)} isBad />}
      {left !== null && left > 0 && <Figure name="months of tables left" value={numberText(left)} />}
    </>
  );
}

function Figure({
  name,
  value,
  isBad = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly isBad?: boolean;
}) {
  return (
    <div className={isBad ? styles.badFigure : undefined}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
