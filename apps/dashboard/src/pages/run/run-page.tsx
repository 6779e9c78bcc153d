import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { usePollTime } from '../../api/live/use-live.ts';
import { runQuery } from '../../api/queries.ts';
import { asRefusal } from '../../api/refusal.ts';
import type { RunDetails } from '../../api/shapes.ts';
import { useTitle } from '../../ui/browser/use-title.ts';
import { Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { shortId, sumsOf } from '../../words/runs.ts';
import { wordOfState } from '../../words/state-words.ts';
import { failuresOf } from '../../words/tables/failure-text.ts';
import { isTableTask } from '../../words/tables/table-task.ts';
import { TaskPane } from '../task/task-pane.tsx';
import styles from './run.module.css';
import { RunFigures } from './run-figures.tsx';
import { RunHead } from './run-head.tsx';
import { RunTabs } from './run-tabs.tsx';
import { TabContent } from './tab-content.tsx';

const route = getRouteApi('/runs/$run');

/** A run: why it ended so, what to do, its figures, and what is known of its files. */
export function RunPage() {
  const { run: id } = route.useParams();
  const refetchInterval = usePollTime();
  const {
    data: run,
    error,
    isError,
    refetch,
  } = useQuery({
    ...runQuery(id),
    refetchInterval: ({ state }) => (state.data?.ended_at == null ? refetchInterval : false),
  });
  useTitle(run === undefined ? '' : titleOf(run), `run ${shortId(id)}`);
  if (run === undefined) {
    return (
      <>
        <h1>Run {shortId(id)}</h1>
        {isError ? <ProblemNote error={error} onRetry={() => void refetch()} /> : <Skeleton lines={8} />}
      </>
    );
  }
  return (
    <>
      <RunHead run={run} />
      {isError && asRefusal(error).status === 404 && <ProblemNote error={error} />}
      <RunFigures run={run} />
      <Lower run={run} />
    </>
  );
}

function titleOf(run: RunDetails): string {
  const { files, months } = failuresOf(run);
  const failed = files + months;
  const { word } = wordOfState(run.state);
  const text = failed > 0 ? `failed ${failed}` : word;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The tabs, and beside them the file that was chosen. */
function Lower({ run }: { readonly run: RunDetails }) {
  const { tab, task } = route.useSearch();
  const navigate = route.useNavigate();
  const { total, failed } = sumsOf(run.files);
  const hasTables = run.tables != null;
  const isAboutTables = failuresOf(run).months > 0 || (hasTables && total === 0);
  const shown = tab ?? (failed > 0 ? 'failures' : isAboutTables ? 'tables' : 'files');
  const close = (): void =>
    void navigate({ search: (old) => ({ ...old, task: undefined }), resetScroll: false });
  return (
    <div className={task === undefined ? styles.lower : styles.split}>
      <div className={styles.tabs}>
        <RunTabs shown={shown} failed={failed} hasTables={hasTables} />
        <TabContent tab={shown} run={run} />
      </div>
      {task !== undefined && (
        <aside className={styles.pane} aria-label={isTableTask(task) ? 'Tables of a month' : 'File'}>
          <TaskPane run={run.run_id} task={task} onClose={close} />
        </aside>
      )}
    </div>
  );
}
