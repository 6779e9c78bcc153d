import { useTitle } from '../../ui/browser/use-title.ts';

/** What is held of each series, day by day. */
export function CoveragePage() {
  useTitle('Coverage');
  return <h1>Coverage</h1>;
}
