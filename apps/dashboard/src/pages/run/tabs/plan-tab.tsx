import type { RunDetails } from '../../../api/shapes.ts';
import { Empty, Panel } from '../../../ui/note/notes.tsx';
import table from '../../../ui/table/table.module.css';
import { counted, numberText } from '../../../words/amounts.ts';
import { sumsOf } from '../../../words/runs.ts';
import { verdictsOf } from './plan-verdicts.ts';

/** What a run set out to fetch, and what of the request the archive does not have. */
export function PlanTab({ run }: { readonly run: RunDetails }) {
  const verdicts = verdictsOf(run.result);
  const { total, bytes } = sumsOf(run.files);
  const settled = run.settled_files ?? 0;
  return (
    <>
      <Panel title="Request">
        <p>
          {counted(total + settled, 'file')} planned
          {settled > 0 && `, ${numberText(settled)} of them settled before`}
          {bytes > 0 && `, ${numberText(bytes)} bytes in place`}.
        </p>
        <pre>{JSON.stringify(run.request, undefined, 2)}</pre>
      </Panel>
      <Panel title="Requested, and not in the archive">
        {verdicts.length === 0 && (
          <Empty>
            {run.result === null
              ? 'Known once the run has ended.'
              : 'The archive has everything that was requested.'}
          </Empty>
        )}
        {verdicts.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">series</th>
                <th scope="col">days</th>
                <th scope="col">verdict</th>
                <th scope="col">reason</th>
              </tr>
            </thead>
            <tbody>
              {verdicts.map(({ series, days, verdict, reason }) => (
                <tr key={`${series} ${days} ${verdict}`}>
                  <td data-label="series">{series}</td>
                  <td data-label="days">{days}</td>
                  <td data-label="verdict">
                    <code>{verdict}</code>
                  </td>
                  <td>{reason}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
