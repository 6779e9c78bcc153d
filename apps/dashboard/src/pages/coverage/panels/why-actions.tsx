import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { seriesParts } from '@tapehaul/archive';
import { meQuery, pathOfRun } from '../../../api/queries.ts';
import { send } from '../../../api/service.ts';
import { Button } from '../../../ui/control/button.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';
import type { WhyReport } from '../read/queries.ts';

/** What can be done about a day from here: retry its file, or collect it anew. */
export function WhyActions({
  series,
  set,
  day,
}: {
  readonly series: string;
  readonly set: string | undefined;
  readonly day: WhyReport['day'];
}) {
  const queries = useQueryClient();
  const me = useQuery(meQuery);
  const { run_id, task_id } = day.answer;
  const retry = useMutation({
    mutationFn: (run: string) => send('POST', pathOfRun(run, 'retry'), { body: { task_ids: [task_id] } }),
    onSettled: () =>
      Promise.all(
        [['coverage'], ['runs'], ['run']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
  if (day.will_come === 'held') return null;
  const { market, dataType, symbol, interval } = seriesParts(series);
  const canRetry = day.fault === 'ours' && day.state === 'failed' && run_id !== null && task_id !== null;
  return (
    <>
      {canRetry && (
        <Button
          kind="main"
          reason={
            me.data?.scope === 'read'
              ? 'Your token may only read.'
              : retry.isPending || retry.isSuccess
                ? 'The file is being tried again.'
                : undefined
          }
          onClick={() => retry.mutate(run_id)}
        >
          Retry this file
        </Button>
      )}
      <Link
        to="/new"
        search={{
          ...(set === undefined ? {} : { set }),
          market,
          type: dataType,
          symbol,
          ...(interval === null ? {} : { interval }),
          from: day.day,
          to: day.day,
        }}
      >
        Collect this day
      </Link>
      {retry.isError && <ProblemNote error={retry.error} />}
    </>
  );
}
