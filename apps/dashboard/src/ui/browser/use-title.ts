import { useEffect } from 'react';

/** Names the page in the tab of the browser: the thing first, such as `Failed 5 - run 2ac3 - tapehaul`. */
export function useTitle(...parts: readonly string[]): void {
  const title = [...parts, 'tapehaul'].filter((part) => part !== '').join(' - ');
  useEffect(() => {
    document.title = title;
  }, [title]);
}
