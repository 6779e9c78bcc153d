import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { usePollTime } from '../../../../api/live/use-live.ts';
import { timelineQuery } from '../../../../api/run-queries.ts';
import type { RunDetails } from '../../../../api/shapes.ts';
import { Button } from '../../../../ui/control/button.tsx';
import { Empty, Skeleton } from '../../../../ui/note/notes.tsx';
import { ProblemNote } from '../../../../ui/note/problem-note.tsx';
import { isOver } from '../../../../words/state-words.ts';
import styles from '../../run.module.css';
import { TimelineChart } from './timeline-chart.tsx';
import { TimelineTable } from './timeline-table.tsx';

const route = getRouteApi('/runs/$run');

/** What happened when: bytes a second, files that ended and retries; a part of it can be chosen. */
export function TimelineTab({ run }: { readonly run: RunDetails }) {
  const { since, until } = route.useSearch();
  const navigate = route.useNavigate();
  const poll = usePollTime();
  const timeline = useQuery({
    ...timelineQuery(run.run_id, { from: since, to: until }),
    refetchInterval: isOver(run.state) ? false : poll,
  });
  const show = (from: string | undefined, to: string | undefined): void =>
    void navigate({ search: (old) => ({ ...old, since: from, until: to }), resetScroll: false });
  if (timeline.isError) return <ProblemNote error={timeline.error} onRetry={() => void timeline.refetch()} />;
  if (timeline.data === undefined) return <Skeleton lines={10} />;
  const { slices } = timeline.data;
  if (slices.length === 0) return <Empty>Nothing has happened yet.</Empty>;
  return (
    <>
      <div className={styles.filters}>
        <p className={styles.count}>Drag over the picture to show a part of the time.</p>
        {since !== undefined && <Button onClick={() => show(undefined, undefined)}>Show all of it</Button>}
      </div>
      <TimelineChart slices={slices} onSelect={show} />
      <details>
        <summary>The same as a table</summary>
        <TimelineTable slices={slices} />
      </details>
    </>
  );
}
