import { Link } from '@tanstack/react-router';
import { useTitle } from '../ui/browser/use-title.ts';

/** What is shown at an address that no page has. */
export function Lost() {
  useTitle('No such page');
  return (
    <>
      <h1>There is no page at this address</h1>
      <p>
        See <Link to="/">the overview</Link> or <Link to="/runs">all runs</Link>.
      </p>
    </>
  );
}
