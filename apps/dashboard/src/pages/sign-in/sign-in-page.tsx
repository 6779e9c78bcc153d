import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from '@tanstack/react-router';
import { useId, useState, useSyncExternalStore } from 'react';
import { asRefusal, type Refusal } from '../../api/refusal.ts';
import { checkToken } from '../../api/sign-in.ts';
import { currentToken, keepToken, needsToken, onToken } from '../../api/token.ts';
import { useTitle } from '../../ui/browser/use-title.ts';
import { Button } from '../../ui/control/button.tsx';
import styles from './sign-in.module.css';
import { signInSearch } from './sign-in-search.ts';

/** Takes a token. It is checked by a request, kept in this tab, and never part of an address. */
export function SignInPage() {
  useTitle('Sign in');
  const queries = useQueryClient();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const [field, keep] = [useId(), useId()];
  const [token, setToken] = useState('');
  const [keeps, setKeeps] = useState(false);
  const hadToken = useSyncExternalStore(onToken, currentToken) !== undefined;
  const [refusal, setRefusal] = useState<Refusal>();
  const [isChecking, setIsChecking] = useState(false);

  const signIn = async (): Promise<void> => {
    setIsChecking(true);
    try {
      await checkToken(token.trim());
      keepToken(token.trim(), keeps ? 'browser' : 'tab');
      await queries.resetQueries();
      if (pathname === '/sign-in') await navigate({ to: signInSearch(search).to ?? '/' });
    } catch (error) {
      setRefusal(asRefusal(error));
    } finally {
      setIsChecking(false);
    }
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void signIn();
      }}
    >
      <h1>Sign in</h1>
      {hadToken && needsToken() && (
        <p>The service no longer accepts the token of this page: it was removed or replaced.</p>
      )}
      <p>
        This service wants a token. Its operator makes one: <code>tapehaul-server token --name NAME</code>
      </p>
      <label htmlFor={field}>Token</label>
      <input
        id={field}
        type="password"
        autoComplete="current-password"
        value={token}
        required
        aria-invalid={refusal !== undefined}
        aria-describedby={refusal === undefined ? undefined : `${field}-why`}
        onChange={({ target }) => setToken(target.value)}
      />
      {refusal !== undefined && (
        <p id={`${field}-why`} role="alert" className={styles.why}>
          {refusal.message}. {refusal.status === 401 ? 'Check that it was copied whole.' : refusal.hint}
        </p>
      )}
      <p className={styles.keep}>
        <input
          id={keep}
          type="checkbox"
          checked={keeps}
          onChange={({ target }) => setKeeps(target.checked)}
        />
        <label htmlFor={keep}>
          keep it in this browser until I sign out; else it is forgotten with this tab
        </label>
      </p>
      <Button kind="main" type="submit" reason={isChecking ? 'The token is being checked.' : undefined}>
        {isChecking ? 'Checking' : 'Sign in'}
      </Button>
    </form>
  );
}
