import { useQuery } from '@tanstack/react-query';
import { configQuery } from '../../../api/run-queries.ts';
import type { RunDetails } from '../../../api/shapes.ts';
import { CopyButton } from '../../../ui/control/copy-button.tsx';
import { Panel, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import table from '../../../ui/table/table.module.css';

/** The configuration that a run was started with, and where each of its values came from. */
export function ConfigTab({ run }: { readonly run: RunDetails }) {
  const { data, error, isError, refetch } = useQuery(configQuery(run.run_id));
  if (isError) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={10} />;
  const text = JSON.stringify(data.config ?? {}, undefined, 2);
  const origins = data.config_origins ?? [];
  return (
    <>
      {origins.length > 0 && (
        <Panel title="Values and where they came from">
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">key</th>
                <th scope="col">value</th>
                <th scope="col">from</th>
              </tr>
            </thead>
            <tbody>
              {origins.map(({ path, value, origin }) => (
                <tr key={path}>
                  <td data-label="key">
                    <code>{path}</code>
                  </td>
                  <td data-label="value">
                    <code>{JSON.stringify(value)}</code>
                  </td>
                  <td data-label="from">{origin}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Panel>
      )}
      <Panel title="Configuration" aside={<CopyButton text={text} what="configuration" />}>
        <pre>{text}</pre>
      </Panel>
    </>
  );
}
