import type { TimeSlice } from '../../../../api/shapes.ts';
import table from '../../../../ui/table/table.module.css';
import { Time } from '../../../../ui/text/time.tsx';
import { bytesText, numberText } from '../../../../words/amounts.ts';
import { bytesIn, endedIn } from './timeline-figures.ts';

/** The slices in which anything happened, as a table. */
export function TimelineTable({ slices }: { readonly slices: readonly TimeSlice[] }) {
  const busy = slices.filter((slice) => endedIn(slice) > 0 || bytesIn(slice) > 0 || (slice.retries ?? 0) > 0);
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">from</th>
          <th scope="col" className={table.number}>
            files ended
          </th>
          <th scope="col" className={table.number}>
            bytes
          </th>
          <th scope="col" className={table.number}>
            retries
          </th>
        </tr>
      </thead>
      <tbody>
        {busy.map((slice) => (
          <tr key={slice.from}>
            <td data-label="from">
              <Time at={slice.from} />
            </td>
            <td data-label="files ended" className={table.number}>
              {numberText(endedIn(slice))}
            </td>
            <td data-label="bytes" className={table.number}>
              {bytesText(bytesIn(slice))}
            </td>
            <td data-label="retries" className={table.number}>
              {numberText(slice.retries ?? 0)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
