import { getRouteApi } from '@tanstack/react-router';
import { utcDay } from '@tapehaul/archive';
import { useReducer } from 'react';
import { useTitle } from '../../ui/browser/use-title.ts';
import { Button } from '../../ui/control/button.tsx';
import { ProblemNote } from '../../ui/note/problem-note.tsx';
import { changeDraft, draftOf } from './config/draft.ts';
import { JsonEditor } from './form/json-editor.tsx';
import { RunForm } from './form/run-form.tsx';
import styles from './new-run.module.css';
import { firstConfig } from './new-run-search.ts';
import { unknownSymbols } from './plan/plan-answer.ts';
import { PlanPreview } from './plan/plan-preview.tsx';
import { useNewRun } from './read/use-new-run.ts';

const route = getRouteApi('/new');

/** Starts a collection: a form, the same as JSON beside it, what is wrong with it, what it will do, and a button that does it. */
export function NewRunPage() {
  const search = route.useSearch();
  const [draft, change] = useReducer(changeDraft, search, (its) => draftOf(firstConfig(its, utcDay())));
  const { check, plan, progress, isPlanned, isPlanning, start, button, fleet } = useNewRun(draft);
  useTitle('New run');
  // What was found stays in view until the next answer, so that nothing jumps during typing.
  const found = draft.fault === undefined ? check.data : undefined;
  const unknown = isPlanned ? unknownSymbols(draft.config, plan.data?.summary.unknown ?? []) : [];
  const noted = found && { ...found, warnings: [...found.warnings, ...unknown] };
  return (
    <>
      <h1>New run</h1>
      {check.isError && <ProblemNote error={check.error} onRetry={() => void check.refetch()} />}
      <div className={styles.sides}>
        <div className={styles.side}>
          <RunForm draft={draft} check={noted} onChange={change} />
        </div>
        <div className={styles.side}>
          <PlanPreview
            plan={plan.data}
            error={plan.error}
            isCurrent={isPlanned}
            isPlanning={isPlanning}
            progress={progress}
            hasMonths={draft.config.partition !== 'daily'}
            onRetry={() => void plan.refetch()}
          />
          <div className={styles.start}>
            {fleet !== undefined && (
              <label>
                <input
                  type="checkbox"
                  checked={fleet.isOn}
                  onChange={({ target }) => fleet.set(target.checked)}
                />{' '}
                Let workers fetch the files
              </label>
            )}
            <Button kind="main" data-key="start" reason={button.reason} onClick={() => start.mutate()}>
              {button.label}
            </Button>
            <p className={styles.reason} aria-live="polite">
              {button.reason}
            </p>
            {start.isError && <ProblemNote error={start.error} />}
          </div>
          <JsonEditor
            draft={draft}
            check={found}
            onText={(text) => change({ kind: 'text', text })}
            onSuggestion={({ path, suggestion = '' }) => change({ kind: 'suggestion', path, suggestion })}
          />
        </div>
      </div>
    </>
  );
}
