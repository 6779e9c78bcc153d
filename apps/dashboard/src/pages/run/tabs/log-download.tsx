import { useMutation } from '@tanstack/react-query';
import { pathOfRun } from '../../../api/queries.ts';
import { answerOf } from '../../../api/service.ts';
import { Button } from '../../../ui/control/button.tsx';
import { ProblemNote } from '../../../ui/note/problem-note.tsx';

/** Time after which a browser has surely begun to save what a link named, in milliseconds. */
const SAVED_AFTER = 60_000;

/** Saves the lines of a log that the filters let through as a text file, all of them. The request has the token as a header, so a link alone cannot. */
export function LogDownload({
  run,
  filter,
}: {
  readonly run: string;
  readonly filter: Readonly<Record<string, string | undefined>>;
}) {
  const save = useMutation({
    mutationFn: async () => {
      const answer = await answerOf('GET', pathOfRun(run, 'logs', 'text'), { query: filter });
      const address = URL.createObjectURL(await answer.blob());
      const link = document.createElement('a');
      link.href = address;
      link.download = `${run}.log`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), SAVED_AFTER);
    },
  });
  return (
    <>
      <Button onClick={() => save.mutate()} reason={save.isPending ? 'The log is being read.' : undefined}>
        Download as text
      </Button>
      {save.isError && <ProblemNote error={save.error} />}
    </>
  );
}
