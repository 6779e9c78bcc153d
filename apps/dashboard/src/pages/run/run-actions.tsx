import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '../../api/queries.ts';
import { commandOf, useRunAction } from '../../api/run-actions.ts';
import type { RunDetails } from '../../api/shapes.ts';
import { Button } from '../../ui/control/button.tsx';
import { Confirm, type Confirmation } from '../../ui/control/confirm.tsx';
import { CopyButton } from '../../ui/control/copy-button.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { type Action, actionsOf } from '../../words/actions.ts';
import { counted } from '../../words/amounts.ts';
import { shortId, sumsOf } from '../../words/runs.ts';
import { type Failures, failuresOf, failureText } from '../../words/tables/failure-text.ts';
import styles from './run.module.css';

/** What each command does, in the words of the buttons. */
const COMMANDS: Readonly<Record<Action, string>> = {
  cancel: 'cancel',
  pause: 'pause',
  unpause: 'continue',
  resume: 'resume',
  retry: 'retry',
};
const READ_ONLY = 'Your token may only read. Sign in with one of scope write.';

/** The buttons of a run; those that a token may not press say so. */
export function RunActions({ run }: { readonly run: RunDetails }) {
  const { run_id, state, files, can, trace_id } = run;
  const { left } = sumsOf(files);
  const failures = failuresOf(run);
  const failed = failures.files + failures.months;
  const what = failureText(failures, 'failed ');
  const me = useQuery(meQuery).data;
  const action = useRunAction(run_id);
  const [ask, setAsk] = useState<Confirmation>();
  const reason =
    me?.scope === 'read' ? READ_ONLY : action.isPending ? 'The service is working on it.' : undefined;
  // What is left is continued by resume; retry is for what failed.
  const possible = (can ?? actionsOf(state, failed)).filter(
    (name, _, all) => name !== 'retry' || failed > 0 || !all.includes('resume'),
  );
  const request = (name: Action): void => action.mutate({ action: name });
  const confirm = (name: Action, title: string, text: string, word: string): void =>
    setAsk({ title, text, command: commandOf(run_id, name), action: word, onConfirm: () => request(name) });

  const buttons: Readonly<
    Record<Action, { readonly text: string; readonly key?: string; readonly press: () => void }>
  > = {
    pause: { text: 'Pause', key: 'pause', press: () => request('pause') },
    unpause: { text: 'Continue', key: 'pause', press: () => request('unpause') },
    cancel: {
      text: 'Cancel',
      press: () => confirm('cancel', 'Stop this run?', stopText(run), 'Stop the run'),
    },
    resume: { text: left > 0 ? `Resume ${counted(left, 'file')}` : 'Resume', press: () => request('resume') },
    retry: {
      text: failed > 0 ? `Retry ${what}` : 'Retry',
      key: 'retry',
      press: () =>
        confirm('retry', `Retry ${what}?`, retryText(run_id, failures), `Retry ${failureText(failures)}`),
    },
  };
  const last = possible.at(-1);
  return (
    <>
      <div className={styles.row}>
        {possible.map((name) => (
          <Button
            key={name}
            reason={reason}
            kind={name === 'retry' || name === 'resume' ? 'main' : 'plain'}
            data-key={buttons[name].key}
            onClick={buttons[name].press}
          >
            {buttons[name].text}
          </Button>
        ))}
        {trace_id != null && me?.trace_ui != null && <TraceLink template={me.trace_ui} trace={trace_id} />}
        {last !== undefined && (
          <CopyButton text={commandOf(run_id, last)} what={`command to ${COMMANDS[last]}`} />
        )}
      </div>
      {action.isError && <ProblemNote error={action.error} />}
      <Confirm ask={ask} onClose={() => setAsk(undefined)} />
    </>
  );
}

/** What is left of a run that is to be stopped. */
function stopText({ files, tables }: RunDetails): string {
  const { left } = sumsOf(files);
  const months = tables?.months_left ?? 0;
  return left === 0 && months > 0
    ? `Tables of ${counted(months, 'month of a series', 'months of series')} are left; resume continues with them.`
    : `${counted(left, 'file')} of it are left. Files in progress may finish; resume continues the rest.`;
}

/** What a retry does. */
function retryText(run: string, { files, months }: Failures): string {
  const does =
    months === 0
      ? 'fetches them once more'
      : files === 0
        ? 'builds them once more'
        : 'fetches and builds them once more';
  return `Run ${shortId(run)} ${does}, and what else is left of it.`;
}

/** A link to the trace of the run, where the operator said where traces are shown. */
function TraceLink({ template, trace }: { readonly template: string; readonly trace: string }) {
  const address = template.replace('{trace_id}', encodeURIComponent(trace));
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return null;
  return (
    <a href={address} target="_blank" rel="noreferrer">
      trace
    </a>
  );
}
