import { asRefusal } from '../../api/refusal.ts';
import { visibleText } from '../../words/visible-text.ts';
import { Button } from '../control/button.tsx';
import { Icon } from '../mark/icon.tsx';
import styles from './notes.module.css';

/** A hint that names a request, for programs. */
const ROUTE = /\b(?:GET|POST) \/v1\//;

/** What could not be read or done: what happened, what to do, and a button to try again. The rest of the page stays. */
export function ProblemNote({
  error,
  onRetry,
}: {
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}) {
  const { message, hint, code } = asRefusal(error);
  return (
    <div role="alert" className={styles.problem}>
      <p>
        <Icon name="warning" /> {visibleText(message)} <code>{code}</code>
      </p>
      <p>{ROUTE.test(hint) ? 'What exists is listed by Overview and Runs, above.' : visibleText(hint)}</p>
      {onRetry !== undefined && <Button onClick={onRetry}>Try again</Button>}
    </div>
  );
}
