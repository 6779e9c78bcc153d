import { getRouteApi, Link } from '@tanstack/react-router';
import { useTitle } from '../../ui/browser/use-title.ts';
import { fileName } from '../../words/keys.ts';
import { shortId } from '../../words/runs.ts';
import { TaskPane } from './task-pane.tsx';

const route = getRouteApi('/runs/$run/tasks/$task');

/** A file of a run as a page of its own. */
export function TaskPage() {
  const { run, task } = route.useParams();
  useTitle(fileName(task), `run ${shortId(run)}`);
  return (
    <>
      <h1>
        A file of{' '}
        <Link to="/runs/$run" params={{ run }}>
          run {shortId(run)}
        </Link>
      </h1>
      <TaskPane run={run} task={task} />
    </>
  );
}
