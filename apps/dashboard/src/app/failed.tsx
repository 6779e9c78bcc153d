import type { ErrorComponentProps } from '@tanstack/react-router';
import { ProblemNote } from '../ui/note/problem-note.tsx';

/** What is shown in the place of a page that failed. The frame around it stays. */
export function Failed({ error, reset }: ErrorComponentProps) {
  return <ProblemNote error={error} onRetry={reset} />;
}
