import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { meQuery } from '../../../api/queries.ts';
import { useRunAction } from '../../../api/run-actions.ts';
import { failuresQuery } from '../../../api/run-queries.ts';
import type { FailureGroup, RunDetails } from '../../../api/shapes.ts';
import { Button } from '../../../ui/control/button.tsx';
import { CopyButton } from '../../../ui/control/copy-button.tsx';
import { Choice } from '../../../ui/control/find-box.tsx';
import { FaultMark } from '../../../ui/mark/state-mark.tsx';
import { Empty, Skeleton } from '../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import table from '../../../ui/table/table.module.css';
import { KeyText } from '../../../ui/text/key-text.tsx';
import { numberText } from '../../../words/amounts.ts';
import { withoutKey } from '../../../words/keys.ts';
import { isOver } from '../../../words/state-words.ts';
import { isTableTask } from '../../../words/tables/table-task.ts';
import { visibleText } from '../../../words/visible-text.ts';
import styles from '../run.module.css';

const route = getRouteApi('/runs/$run');

/** The longest code that is shown in one line, in characters. */
const WHOLE = 24;

const GROUPS = [
  ['code', 'reason'],
  ['symbol', 'symbol'],
  ['data_type', 'data type'],
  ['day', 'day'],
] as const;

/** What a group is named after, as people call it. */
function labelOf(by: string): string {
  return GROUPS.find(([name]) => name === by)?.[1] ?? by;
}

/** What failed, by what the failures have in common: who has to act, an example, and what to do. */
export function FailuresTab({ run }: { readonly run: RunDetails }) {
  const { by = 'code' } = route.useSearch();
  const navigate = route.useNavigate();
  const failures = useQuery(failuresQuery(run.run_id, by));
  const choose = (value: string): void =>
    void navigate({ search: (old) => ({ ...old, by: value }), resetScroll: false });
  if (failures.isError) return <ProblemNote error={failures.error} onRetry={() => void failures.refetch()} />;
  if (failures.data === undefined) return <Skeleton />;
  const { rows, total } = failures.data;
  if (total === 0)
    return <Empty>{isOver(run.state) ? 'Nothing failed.' : 'Nothing has failed so far.'}</Empty>;
  return (
    <>
      <div className={styles.filters}>
        <Choice label="failures by" value={by} options={GROUPS} onChange={choose} />
        <span className={styles.count}>
          {numberText(total)} failed in {numberText(rows.length)} {rows.length === 1 ? 'group' : 'groups'}
        </span>
      </div>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{labelOf(by)}</th>
            <th scope="col" className={table.number}>
              files
            </th>
            <th scope="col">whose turn</th>
            <th scope="col">example</th>
            <th scope="col">what to do</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((group) => (
            <GroupRow key={group.value} run={run} by={by} group={group} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function GroupRow({
  run,
  by,
  group,
}: {
  readonly run: RunDetails;
  readonly by: string;
  readonly group: FailureGroup;
}) {
  const { value, tasks, fault, retry_helps, example_key, example_message, hint } = group;
  const isTable = isTableTask(example_key);
  const place = isTable ? ({ tab: 'tables' } as const) : ({ tab: 'files', ...filterOf(by, value) } as const);
  return (
    <tr>
      <td data-label={labelOf(by)} className={table.name}>
        <route.Link
          to="."
          search={(old) => ({ ...old, state: 'Failed,Corrupt,Gone', ...place })}
          resetScroll={false}
          data-row=""
        >
          <code className={value.length <= WHOLE ? styles.whole : undefined}>{visibleText(value)}</code>
        </route.Link>
      </td>
      <td className={table.number} data-label="files">
        {numberText(tasks)}
      </td>
      <td data-label="whose turn">
        <FaultMark fault={fault} />
      </td>
      <td>
        <div>
          <route.Link to="." search={(old) => ({ ...old, task: example_key })} resetScroll={false}>
            <KeyText text={example_key} />
          </route.Link>
          <p>{withoutKey(example_message, example_key)}</p>
        </div>
      </td>
      <td>
        <div>
          <p>{visibleText(hint ?? (retry_helps ? 'Retry these files.' : 'A retry does not help.'))}</p>
          <div className={table.acts}>
            {by === 'code' && isOver(run.state) && retry_helps && !isTable && (
              <RetryThese run={run.run_id} code={value} tasks={tasks} />
            )}
            <CopyButton text={example_key} what="key" />
          </div>
        </div>
      </td>
    </tr>
  );
}

function filterOf(by: string, value: string) {
  if (by === 'symbol') return { symbol: value };
  if (by === 'data_type') return { data_type: value };
  if (by === 'day') return { from: value, to: value };
  return { code: value };
}

function RetryThese({
  run,
  code,
  tasks,
}: {
  readonly run: string;
  readonly code: string;
  readonly tasks: number;
}) {
  const action = useRunAction(run);
  const me = useQuery(meQuery).data;
  const reason = me?.scope === 'read' ? 'Your token may only read.' : undefined;
  return (
    <>
      <Button reason={reason} onClick={() => action.mutate({ action: 'retry', only: { error_code: code } })}>
        Retry {tasks === 1 ? 'this file' : `these ${numberText(tasks)}`}
      </Button>
      {action.isError && <ProblemNote error={action.error} />}
    </>
  );
}
