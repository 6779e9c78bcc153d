import type { RunDetails } from '../../../api/shapes.ts';
import { StateMark } from '../../../ui/mark/state-mark.tsx';
import { Empty, Panel } from '../../../ui/note/notes.tsx';
import table from '../../../ui/table/table.module.css';
import { KeyText } from '../../../ui/text/key-text.tsx';
import { Time } from '../../../ui/text/time.tsx';

/** The states that a run went through, and what changed in the archive meanwhile. */
export function EventsTab({ run: { history, changes } }: { readonly run: RunDetails }) {
  return (
    <>
      <Panel title="States">
        {history.length === 0 && <Empty>The run waits in the queue.</Empty>}
        <ol>
          {history.map(({ state, at }) => (
            <li key={`${at} ${state}`}>
              <Time at={at} /> <StateMark state={state} />
            </li>
          ))}
        </ol>
      </Panel>
      <Panel title="Changes in the archive">
        {changes.length === 0 && <Empty>None was seen.</Empty>}
        {changes.length > 0 && (
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">at</th>
                <th scope="col">change</th>
                <th scope="col">file</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ kind, key, at }) => (
                <tr key={`${at} ${kind} ${key}`}>
                  <td data-label="at">
                    <Time at={at} />
                  </td>
                  <td data-label="change">{kind}</td>
                  <td>
                    <KeyText text={key} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Panel>
    </>
  );
}
