import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { runQuery } from '../../api/queries.ts';
import type { Output } from '../../api/shapes.ts';
import { StateMark } from '../../ui/mark/state-mark.tsx';
import table from '../../ui/table/table.module.css';
import { Time } from '../../ui/text/time.tsx';
import { bytesText, numberText, percentText } from '../../words/amounts.ts';
import { resultFigures } from './result-figures.ts';

/** What each set holds, and how complete it was at the end of its latest run. */
export function SetTable({ outputs }: { readonly outputs: readonly Output[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">set</th>
          <th scope="col" className={table.number}>
            files
          </th>
          <th scope="col" className={table.number}>
            size
          </th>
          <th scope="col" className={table.number}>
            complete
          </th>
          <th scope="col" className={table.number}>
            missing, can be fetched
          </th>
          <th scope="col" className={table.number}>
            missing in the archive
          </th>
          <th scope="col">latest run</th>
          <th scope="col" className={table.number}>
            disk free
          </th>
        </tr>
      </thead>
      <tbody>
        {outputs.map((output) => (
          <SetRow key={output.name} output={output} />
        ))}
      </tbody>
    </table>
  );
}

function SetRow({ output }: { readonly output: Output }) {
  const { name, files, bytes, newest_run, free_bytes } = output;
  const { data } = useQuery({
    ...runQuery(newest_run?.run_id ?? ''),
    enabled: newest_run !== null,
    staleTime: 60_000,
  });
  const figures = resultFigures(data?.result);
  return (
    <tr>
      <td>
        <Link to="/coverage" search={{ set: name }} data-row="">
          {name}
        </Link>
      </td>
      <td className={table.number} data-label="files">
        {numberText(files)}
      </td>
      <td className={table.number} data-label="size">
        {bytesText(bytes)}
      </td>
      <td className={table.number} data-label="complete">
        {figures === undefined ? (
          <Link to="/coverage" search={{ set: name }}>
            see coverage
          </Link>
        ) : (
          percentText(figures.held, figures.expected)
        )}
      </td>
      <td className={table.number} data-label="missing, can be fetched">
        {figures === undefined ? '–' : numberText(figures.ours)}
      </td>
      <td className={table.number} data-label="missing in the archive">
        {figures === undefined ? '–' : numberText(figures.archive)}
      </td>
      <td data-label="latest run">
        {newest_run === null ? (
          'none'
        ) : (
          <span>
            <StateMark state={newest_run.state} />{' '}
            <Link to="/runs/$run" params={{ run: newest_run.run_id }}>
              <Time at={newest_run.started_at} />
            </Link>
          </span>
        )}
      </td>
      <td className={table.number} data-label="disk free">
        {free_bytes === null ? '–' : bytesText(free_bytes)}
      </td>
    </tr>
  );
}
