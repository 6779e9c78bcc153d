import { useTitle } from '../../ui/browser/use-title.ts';

/** Starts a collection. */
export function NewRunPage() {
  useTitle('New run');
  return <h1>New run</h1>;
}
