import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { usePollTime } from '../../api/live/use-live.ts';
import { outputsQuery, runsQuery, unreadableQuery } from '../../api/queries.ts';
import { useTitle } from '../../ui/browser/use-title.ts';
import button from '../../ui/control/button.module.css';
import { Icon } from '../../ui/mark/icon.tsx';
import { Empty, Panel, Skeleton } from '../../ui/note/notes.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { UnreadableSets } from '../../ui/note/unreadable-sets.tsx';
import { Time } from '../../ui/text/time.tsx';
import { isOver } from '../../words/state-words.ts';
import styles from './overview.module.css';
import { RunningNow } from './running-now.tsx';
import { SetTable } from './set-table.tsx';
import { type Verdict, verdictOf } from './verdict.ts';

/** How everything stands: one sentence, what is in progress, and each set. */
export function OverviewPage() {
  const refetchInterval = usePollTime();
  const runs = useQuery({ ...runsQuery(), refetchInterval });
  const outputs = useQuery({ ...outputsQuery, refetchInterval });
  const unreadable = useQuery(unreadableQuery).data ?? [];
  const isKnown = runs.data !== undefined && outputs.data !== undefined;
  const verdict = isKnown ? verdictOf(outputs.data, runs.data.rows, unreadable) : undefined;
  useTitle(verdict === undefined ? 'Overview' : verdict.sentence.replace(/\.$/, ''));
  const busy = runs.data?.rows.filter(({ state }) => !isOver(state)) ?? [];
  return (
    <>
      <VerdictLine verdict={verdict} />
      {runs.isError && <ProblemNote error={runs.error} onRetry={() => void runs.refetch()} />}
      {busy.length > 0 && <RunningNow runs={busy} />}
      <Panel title="Sets" aside={(runs.data?.rows.length ?? 0) > 0 && <Link to="/runs">all runs</Link>}>
        {outputs.isError && <ProblemNote error={outputs.error} onRetry={() => void outputs.refetch()} />}
        {outputs.data === undefined && !outputs.isError && <Skeleton />}
        <UnreadableSets />
        {outputs.data?.length === 0 && unreadable.length === 0 && <NothingYet />}
        {outputs.data !== undefined && outputs.data.length > 0 && <SetTable outputs={outputs.data} />}
      </Panel>
    </>
  );
}

function VerdictLine({ verdict }: { readonly verdict: Verdict | undefined }) {
  if (verdict === undefined) return <h1 className={styles.verdict}>Overview</h1>;
  const { tone, sentence, run, since } = verdict;
  const icons = {
    good: 'check',
    busy: 'play',
    wait: 'clock',
    warn: 'warning',
    bad: 'cross',
    none: 'dash',
  } as const;
  return (
    <h1 className={`${styles.verdict} ${styles[tone]}`}>
      <Icon name={icons[tone]} />
      <span>
        {sentence}
        {since !== undefined && (
          <>
            {' '}
            Since <Time at={since} />.
          </>
        )}{' '}
        {run !== undefined && (
          <Link to="/runs/$run" params={{ run }}>
            show the run
          </Link>
        )}
      </span>
    </h1>
  );
}

function NothingYet() {
  return (
    <Empty>
      <p>
        A set is a folder of this service with files of the Binance archive. A collection fills it: choose
        symbols and days, see what the archive has of them, and start.
      </p>
      <p>
        <Link to="/new" className={button.link}>
          Start a collection
        </Link>
      </p>
      <p>
        Files that another tool has downloaded are taken over by a command: <code>tapehaul adopt FOLDER</code>
      </p>
    </Empty>
  );
}
