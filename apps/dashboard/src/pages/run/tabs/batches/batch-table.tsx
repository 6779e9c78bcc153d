import table from '../../../../ui/table/table.module.css';
import { numberText } from '../../../../words/amounts.ts';
import { visibleText } from '../../../../words/visible-text.ts';
import styles from '../../run.module.css';
import type { Batch } from './batches-query.ts';

/** Batches with the files that are left, who works on them, and what went wrong. */
export function BatchTable({ rows }: { readonly rows: readonly Batch[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col" className={table.number}>
            batch
          </th>
          <th scope="col" className={table.number}>
            files left
          </th>
          <th scope="col">state</th>
          <th scope="col">worker</th>
          <th scope="col" className={table.number}>
            claims
          </th>
          <th scope="col" className={table.number}>
            lost
          </th>
          <th scope="col">why it was given back</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <BatchRow key={row.batch} row={row} />
        ))}
      </tbody>
    </table>
  );
}

function BatchRow({ row }: { readonly row: Batch }) {
  const { batch, left, worker, claims, losses, failure } = row;
  return (
    <tr>
      <td data-label="batch" className={table.number}>
        {numberText(batch)}
      </td>
      <td data-label="files left" className={table.number}>
        {numberText(left)}
      </td>
      <td data-label="state">{stateOf(row)}</td>
      <td data-label="worker">{worker !== null && visibleText(worker)}</td>
      <td data-label="claims" className={table.number}>
        {numberText(claims)}
      </td>
      <td data-label="lost" className={table.number}>
        {numberText(losses)}
      </td>
      <td>
        {failure !== null && (
          <>
            <span className={table.brief} title={visibleText(failure.message)}>
              <code>{failure.code}</code> {visibleText(failure.message)}
            </span>
            {failure.hint !== null && <p className={styles.count}>{visibleText(failure.hint)}</p>}
          </>
        )}
      </td>
    </tr>
  );
}

function stateOf({ left, is_held }: Batch): string {
  if (left === 0) return 'ended';
  return is_held ? 'in progress' : 'waiting';
}
