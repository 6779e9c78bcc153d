import type { ErrorComponentProps } from '@tanstack/react-router';
import { Button } from '../ui/control/button.tsx';
import { Icon } from '../ui/mark/icon.tsx';
import notes from '../ui/note/notes.module.css';
import { ProblemNote } from '../ui/note/problem-note.tsx';
import { isMissingPart } from './missing-part.ts';

/** What is shown in the place of a page that failed. The frame around it stays. */
export function Failed({ error, reset }: ErrorComponentProps) {
  if (!isMissingPart(error)) return <ProblemNote error={error} onRetry={reset} />;
  return (
    <div role="alert" className={notes.problem}>
      <p>
        <Icon name="warning" /> A part of the page cannot be loaded.
      </p>
      <p>The service was updated since the page was loaded, or cannot be reached. Reload the page.</p>
      <Button onClick={() => window.location.reload()}>Reload the page</Button>
    </div>
  );
}
